using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>Which members of a row change: what isn't personal with its old and new value, the rest by name.</summary>
sealed class MemberTrail
{
    const int MaxText = 256;

    readonly SortedDictionary<string, Values?> _members = new(StringComparer.Ordinal);

    public bool IsEmpty => _members.Count == 0;

    /// <summary>Of a changed row what is different, of a deleted one all that it was.</summary>
    public void Collect(EntityEntry entry, AuditedType type)
    {
        foreach (var member in type.Members)
        {
            var property = entry.Property(member.Property);
            var (from, to) = (property.OriginalValue, entry.State == EntityState.Deleted ? null : property.CurrentValue);
            if (!Equals(from, to)) Add(member.Name, member.IsHidden ? null : new(from, to));
        }
        foreach (var value in entry.ComplexProperties)
            if (value.IsModified && value.Properties.Any(part => !part.Metadata.IsShadowProperty() && !Equals(part.OriginalValue, part.CurrentValue)))
                Add(JsonNamingPolicy.CamelCase.ConvertName(value.Metadata.Name), null);
    }

    public void Write(Utf8JsonWriter json)
    {
        if (IsEmpty) return;
        json.WriteStartObject("members");
        foreach (var (name, values) in _members)
        {
            json.WriteStartObject(name);
            if (values is not null)
            {
                Write(json, "from", values.From);
                Write(json, "to", values.To);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    // Saved more than once in a transaction, a member was what it was at first.
    void Add(string name, Values? values) =>
        _members[name] = values is not null && _members.GetValueOrDefault(name) is { } earlier ? values with { From = earlier.From } : values;

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case bool truth: json.WriteBoolean(name, truth); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteNumber(name, number); break;
            case decimal number: json.WriteNumber(name, number); break;
            case Guid id: json.WriteString(name, id); break;
            case DateTimeOffset time: json.WriteString(name, time.ToUniversalTime()); break;
            case Enum state: json.WriteString(name, JsonNamingPolicy.SnakeCaseUpper.ConvertName(state.ToString())); break;
            default: json.WriteString(name, Shorten(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")); break;
        }
    }

    static string Shorten(string text) => text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText - 1)}…";

    sealed record Values(object? From, object? To);
}
