namespace Crm.Headless.Server.Input;

/// <summary>Reads IANA time zones.</summary>
static class TimeZones
{
    public static string? Read(string? value, FieldPath at)
    {
        if (Text.Optional(value, at, Text.Short) is not { } id) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && (zone.HasIanaId || id == "UTC")) return id;
        throw new UnknownTimeZoneException(at, id);
    }
}

/// <summary>Nobody knows this time zone.</summary>
sealed class UnknownTimeZoneException(FieldPath field, string value) : InputException("UNKNOWN_TIME_ZONE", field,
    $"\"{value}\" is no time zone. Give a name of the IANA database, such as \"Asia/Shanghai\" or \"Europe/Berlin\".");
