using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Scalars;

/// <summary>The scalars of a schema from classes, and which CLR types are shown as them.</summary>
sealed class ScalarSet
{
    readonly Dictionary<Type, ScalarType> _byClrType;
    readonly Dictionary<string, ScalarType> _byName;

    public ScalarSet()
    {
        ScalarType[] own =
        [
            new UuidScalar { SpecifiedBy = Rfc(9562), Description = "A UUID." },
            new DateTimeScalar { SpecifiedBy = Rfc(3339), Description = "A moment: date, time and offset. Always answered in UTC." },
            new LocalDateScalar { SpecifiedBy = Rfc(3339), Description = "A date of the calendar, without a time zone." },
            new LocalTimeScalar { SpecifiedBy = Rfc(3339), Description = "A time of day, without a time zone." },
            new DurationScalar { SpecifiedBy = Rfc(3339), Description = "A length of time, ISO 8601, without years and months." },
            new DecimalScalar { SpecifiedBy = Rfc(8259), Description = "A decimal number with exactly the digits written; never rounded." },
            new LongScalar { Description = "A whole number of 64 bits." },
            new UriScalar { SpecifiedBy = Rfc(3986), Description = "An address of a resource." },
            new AnyScalar { SpecifiedBy = Rfc(8259), Description = "Any JSON value." },
            new EmailAddressScalar { Description = "An email address, in any script, kept as written." },
            new PhoneNumberScalar { Description = "A phone number as people write it: digits with any spaces and signs, no letters." },
        ];
        _byName = own.Concat(BuiltInScalars.All.Values).ToDictionary(scalar => scalar.Name);
        _byClrType = ClrTypes.ToDictionary(pair => pair.Key, pair => _byName[pair.Value]);
    }

    public ScalarType Id => BuiltInScalars.Id;

    public ScalarType? Find(Type clr) => _byClrType.GetValueOrDefault(clr);
    public ScalarType? Find(string name) => _byName.GetValueOrDefault(name);
    public ScalarType this[string name] => _byName[name];

    public string Names => string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal));

    static Uri Rfc(int number) => new($"https://www.rfc-editor.org/rfc/rfc{number}");

    static IEnumerable<KeyValuePair<Type, string>> ClrTypes =>
    [
        new(typeof(string), "String"), new(typeof(bool), "Boolean"),
        new(typeof(int), "Int"), new(typeof(short), "Int"), new(typeof(byte), "Int"), new(typeof(sbyte), "Int"), new(typeof(ushort), "Int"),
        new(typeof(double), "Float"), new(typeof(float), "Float"),
        new(typeof(long), "Long"), new(typeof(uint), "Long"), new(typeof(decimal), "Decimal"), new(typeof(Guid), "UUID"),
        new(typeof(DateTimeOffset), "DateTime"), new(typeof(DateTime), "DateTime"), new(typeof(DateOnly), "LocalDate"),
        new(typeof(TimeOnly), "LocalTime"), new(typeof(TimeSpan), "Duration"), new(typeof(Uri), "URI"),
        new(typeof(object), "Any"), new(typeof(JsonElement), "Any"), new(typeof(JsonDocument), "Any"), new(typeof(JsonNode), "Any"),
    ];
}
