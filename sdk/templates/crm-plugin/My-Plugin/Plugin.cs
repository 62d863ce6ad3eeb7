using Crm.Headless;
using Crm.Headless.GraphQL;

namespace My_Plugin;

/// <summary>Greets people.</summary>
public sealed class GreetingsPlugin : CrmPlugin;

/// <summary>A text for a person.</summary>
/// <param name="Text">What to say.</param>
/// <param name="Language">The language that it is in, as in BCP 47.</param>
public sealed record GreetingsText(string Text, string Language);

/// <summary>What the plugin adds to a contact.</summary>
[ObjectType<Contact>, Authorize("contacts:read")]
public static class GreetingsContactFields
{
    /// <summary>A greeting for the contact, in its language or in the one asked for.</summary>
    /// <param name="contact">Who is greeted.</param>
    /// <param name="language">As in BCP 47; null: the contact's own.</param>
    public static GreetingsText? GreetingsGreeting([Parent] Contact contact, string? language) =>
        (language ?? contact.Language ?? "en").Split('-')[0] switch
        {
            "zh" => new($"你好，{contact.DisplayName}！", "zh"),
            "de" => new($"Hallo, {contact.DisplayName}!", "de"),
            _ => new($"Hello, {contact.DisplayName}!", "en"),
        };
}
