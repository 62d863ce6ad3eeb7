namespace Crm.Headless.Server.Data.Text;

/// <summary>By which equal emails and phones of different contacts meet, see <see cref="ContactPoint.MatchKey"/>.</summary>
static class MatchKey
{
    /// <summary>An email without case and width, the digits of a phone; null for an address, which people write in too many ways.</summary>
    public static string? Of(ContactPointKind kind, string value) => kind switch
    {
        ContactPointKind.Email => TextNormalizer.Normalize(value.Trim()),
        ContactPointKind.Phone => TextNormalizer.Digits(value),
        _ => null,
    };
}
