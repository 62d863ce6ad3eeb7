namespace Crm.Headless.Server.Data.Text;

/// <summary>By which equal emails and phones of different contacts are found: an email without case and width, the digits of a phone.</summary>
static class MatchKey
{
    /// <summary>The shadow property of <see cref="ContactPoint"/>.</summary>
    public const string Property = "MatchKey";

    public static string Of(ContactPointKind kind, string value)
        => kind == ContactPointKind.Phone ? TextNormalizer.Digits(value) : TextNormalizer.Normalize(value.Trim());
}
