using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.InProcess;

namespace Crm.Headless.Server.Import;

/// <summary>One kind of record that a file's rows become: a template, the bulk mutation that takes it, and what came of it so far.</summary>
internal sealed class ImportTarget
{
    const int BatchSize = 500;
    const int Remembered = 100_000;

    readonly string _name;
    readonly string _document;
    readonly string _source;
    readonly RowTemplate _template;
    readonly List<(Saying Saying, JsonObject Record)> _batch = [];
    readonly Dictionary<string, Saying> _last = [];

    ImportTarget(string name, string mutation, JsonObject template, ImportMap map, GraphQLSchema schema)
    {
        (_name, _source) = (name, map.Source);
        var input = schema.Mutation!.Fields[mutation].Arguments["input"].Type;
        var record = (InputObjectType)((InputObjectType)input.Named).Fields[name].Type.Named;
        if (map.TimeZone is { } zone && template.ContainsKey("occurredAt") && record.Fields.ContainsKey("timeZone"))
            template["timeZone"] ??= zone.Id;
        _template = RowTemplate.Of(template, record, name, map.TimeZone ?? TimeZoneInfo.Utc);
        _document = $$"""
            mutation($input: {{input}}) { {{mutation}}(input: $input) {
              rows { index outcome error { message field } } errors { ... on Error { message } } } }
            """;
    }

    public IEnumerable<string> Columns => _template.Columns;
    public bool IsFull => _batch.Count >= BatchSize;

    /// <summary>How many rows had each outcome, refused ones as <c>REFUSED</c>.</summary>
    public Dictionary<string, int> Outcomes { get; } = [];

    public override string ToString() => _name;

    /// <summary>In the order in which they can refer to each other.</summary>
    public static IReadOnlyList<ImportTarget> Of(ImportMap map, GraphQLSchema schema)
    {
        (string Name, string Mutation, JsonObject? Template)[] all =
        [
            ("accounts", "upsertAccounts", map.Accounts),
            ("contacts", "upsertContacts", map.Contacts),
            ("interactions", "recordInteractions", map.Interactions),
        ];
        return [.. from target in all where target.Template is not null select new ImportTarget(target.Name, target.Mutation, target.Template, map, schema)];
    }

    /// <exception cref="FormatException">A cell doesn't fit.</exception>
    public void Add(SourceRow row)
    {
        if (_template.Fill(row) is not JsonObject record) return;
        record["source"] ??= _source;
        var saying = new Saying(record.ToJsonString(), row);
        if (KeyOf(record) is { } key)
        {
            // A customer stands on each line of his orders: said once is enough, unless something else was said in between.
            if (_last.TryGetValue(key, out var last) && last.Repeats(saying, row)) return;
            if (_last.Count >= Remembered) _last.Clear();
            _last[key] = saying;
        }
        _batch.Add((saying, record));
    }

    /// <summary>Sends what has been collected.</summary>
    /// <returns>The rows that were refused, with the reason.</returns>
    public async Task<IReadOnlyList<(SourceRow Row, string Reason)>> FlushAsync(InProcessApi api, CancellationToken ct)
    {
        if (_batch.Count == 0) return [];
        var rows = new JsonArray([.. _batch.Select(entry => entry.Record)]);
        var data = await api.RunAsync(_document, new() { ["input"] = new JsonObject { [_name] = rows } }, ct);
        var payload = data.EnumerateObject().Single().Value;
        if (payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors)
            throw new StartupException(string.Join(Environment.NewLine, errors.EnumerateArray().Select(error => error.GetProperty("message").GetString())));
        var refused = payload.GetProperty("rows").EnumerateArray().SelectMany(Count).ToList();
        foreach (var (saying, _) in _batch) saying.Rows = null;
        _batch.Clear();
        return refused;
    }

    /// <returns>The rows that said this, if it was refused.</returns>
    IEnumerable<(SourceRow, string)> Count(JsonElement result)
    {
        var (saying, record) = _batch[result.GetProperty("index").GetInt32()];
        var (outcome, rows) = (result.GetProperty("outcome").GetString() ?? "REFUSED", saying.Rows!);
        var isRefused = result.GetProperty("error") is { ValueKind: JsonValueKind.Object };
        Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + (isRefused ? rows.Count : 1);
        if (!isRefused) return [];
        // Who says it again is refused again.
        if (KeyOf(record) is { } key && _last.GetValueOrDefault(key) == saying) _last.Remove(key);
        var error = result.GetProperty("error");
        // The field begins with input, the list and the index, which say nothing about a file; the message begins with the field.
        var field = error.GetProperty("field").EnumerateArray().Select(part => part.GetString()).ToList();
        var message = error.GetProperty("message").GetString()!.Replace($"{string.Join('.', field)}: ", "", StringComparison.Ordinal);
        var reason = $"{_name}.{string.Join('.', field.Skip(3))}: {message}";
        return rows.Select(row => (row, reason));
    }

    static string? KeyOf(JsonObject record) => record["externalId"] is { } id ? $"{record["source"]}\n{id}" : null;

    /// <summary>What a row says of a record, and all rows of the batch that say it.</summary>
    sealed class Saying(string json, SourceRow row)
    {
        /// <summary>Null once it was sent.</summary>
        public List<SourceRow>? Rows { get; set; } = [row];

        public bool Repeats(Saying other, SourceRow again)
        {
            if (other.Json != json) return false;
            Rows?.Add(again);
            return true;
        }

        string Json => json;
    }
}
