using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>What a transaction does to one record and its parts.</summary>
sealed class RecordTrail(string kind, Guid? id)
{
    static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly MemberTrail _members = new();
    readonly Dictionary<(string Kind, Guid? Id), PartTrail> _parts = [];
    ChangeKind _change = ChangeKind.Updated;

    /// <summary>The record's own row.</summary>
    public void Take(EntityEntry entry, AuditedType type)
    {
        if (entry.State == EntityState.Added) _change = ChangeKind.Created;
        else if (_change != ChangeKind.Created) _members.Collect(entry, type);
        if (entry.State == EntityState.Deleted) _change = ChangeKind.Deleted;
    }

    /// <summary>A row that belongs to the record.</summary>
    public void TakePart(EntityEntry entry, AuditedType type)
    {
        var key = (type.Kind!, type.KeyOf(entry));
        if (!_parts.TryGetValue(key, out var part)) _parts.Add(key, part = new(entry.State == EntityState.Added ? ChangeKind.Created : ChangeKind.Updated));
        part.Take(entry, type);
    }

    public AuditEntry ToEntry() => new() { Kind = kind == nameof(ApiClient) ? AuditKind.Key : AuditKind.Write, Change = _change, RecordKind = kind, RecordId = id, Changes = Json() };

    string? Json()
    {
        if (_members.IsEmpty && _parts.Count == 0) return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            json.WriteStartObject();
            _members.Write(json);
            if (_parts.Count > 0) WriteParts(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Of a new record, how many parts of each kind it began with; later, each part.</summary>
    void WriteParts(Utf8JsonWriter json)
    {
        json.WriteStartArray("parts");
        if (_change == ChangeKind.Created)
            foreach (var group in _parts.Keys.GroupBy(part => part.Kind))
                PartTrail.WriteCount(json, group.Key, group.Count());
        else
            foreach (var ((part, key), trail) in _parts)
                trail.Write(json, part, key);
        json.WriteEndArray();
    }
}

/// <summary>What happens to a part of a record.</summary>
sealed class PartTrail(ChangeKind change)
{
    readonly MemberTrail _members = new();
    ChangeKind _change = change;

    public void Take(EntityEntry entry, AuditedType type)
    {
        if (entry.State != EntityState.Added && _change != ChangeKind.Created) _members.Collect(entry, type);
        if (entry.State == EntityState.Deleted) _change = ChangeKind.Deleted;
    }

    public void Write(Utf8JsonWriter json, string kind, Guid? id)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        if (id is { } key) json.WriteString("id", key);
        json.WriteString("change", NameOf(_change));
        _members.Write(json);
        json.WriteEndObject();
    }

    public static void WriteCount(Utf8JsonWriter json, string kind, int count)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("change", NameOf(ChangeKind.Created));
        json.WriteNumber("count", count);
        json.WriteEndObject();
    }

    static string NameOf(ChangeKind change) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(change.ToString());
}
