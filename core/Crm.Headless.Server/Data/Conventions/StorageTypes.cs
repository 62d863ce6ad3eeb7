using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>
/// How values are stored, so that both databases compare and sort them alike: ids as 16 bytes, times in UTC as microseconds, money as
/// a whole number of 1/10,000, everything open as text.
/// </summary>
static class StorageTypes
{
    public static void Apply(ModelConfigurationBuilder configuration, DatabaseProvider provider)
    {
        configuration.Properties<Enum>(); // TextEnums says how. Without this EF would try conversions of its own for each, to see whether it can be a column.
        configuration.Properties<decimal>().HaveConversion<ScaledDecimal>();
        configuration.Properties<JsonElement>().HaveConversion<JsonText>();
        configuration.Properties<InteractionKind>().HaveConversion<OpenEnumText<InteractionKind>>();
        if (provider == DatabaseProvider.Sqlite)
        {
            configuration.Properties<Guid>().HaveConversion<BigEndianGuid>();
            configuration.DefaultTypeMapping<Guid>().HasConversion<BigEndianGuid>();
            configuration.Properties<DateTimeOffset>().HaveConversion<Microseconds>();
        }
        else
        {
            configuration.Properties<DateTimeOffset>().HaveConversion<UtcTime>();
            configuration.Properties<string>().UseCollation("C");
        }
    }
}

sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(
    time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    value => new DateTimeOffset((value * TimeSpan.TicksPerMicrosecond) + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero));

sealed class UtcTime() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);

/// <summary>Four decimal places. A value with more is rounded; whoever writes money checks it before.</summary>
sealed class ScaledDecimal() : ValueConverter<decimal, long>(value => ToStored(value), stored => stored / Scale)
{
    public const decimal Scale = 10_000m;

    public static long ToStored(decimal value) => decimal.ToInt64(decimal.Round(value * Scale, MidpointRounding.ToEven));
}

sealed class JsonText() : ValueConverter<JsonElement, string>(json => json.GetRawText(), text => Parse(text))
{
    static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

/// <summary>An enum that plugins extend: a struct around its text.</summary>
sealed class OpenEnumText<T>() : ValueConverter<T, string>(ToText, FromText) where T : struct
{
    static readonly Expression<Func<T, string>> ToText = value => value.ToString()!;
    static readonly Expression<Func<string, T>> FromText = MakeFromText();

    static Expression<Func<string, T>> MakeFromText()
    {
        var text = Expression.Parameter(typeof(string), "text");
        return Expression.Lambda<Func<string, T>>(Expression.New(typeof(T).GetConstructor([typeof(string)])!, text), text);
    }
}
