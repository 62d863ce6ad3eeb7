using Crm.Headless;
using Crm.Headless.GraphQL;

namespace Acme.Hello;

/// <summary>Greets people.</summary>
public sealed class HelloPlugin : CrmPlugin;

/// <summary>What the plugin adds to a contact.</summary>
[ObjectType<Contact>, Authorize("contacts:read")]
public static class HelloContactFields
{
    /// <summary>A greeting for the contact, in its language or in the one asked for.</summary>
    /// <param name="contact">Who is greeted.</param>
    /// <param name="language">As in BCP 47; null: the contact's own.</param>
    public static string? HelloGreeting([Parent] Contact contact, string? language) =>
        (language ?? contact.Language ?? "en").Split('-')[0] switch
        {
            "zh" => $"你好，{contact.DisplayName}！",
            "de" => $"Hallo, {contact.DisplayName}!",
            "es" => $"¡Hola, {contact.DisplayName}!",
            _ => $"Hello, {contact.DisplayName}!",
        };
}
