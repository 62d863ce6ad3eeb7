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
    readonly List<(SourceRow Row, JsonObject Record)> _batch = [];
    readonly HashSet<string> _seen = [];

    ImportTarget(string name, string mutation, JsonObject template, ImportMap map, GraphQLSchema schema)
    {
        (_name, _source) = (name, map.Source);
        var input = schema.Mutation!.Fields[mutation].Arguments["input"].Type;
        var record = (InputObjectType)((InputObjectType)input.Named).Fields[name].Type.Named;
        _template = RowTemplate.Of(template, record, name, map.TimeZone);
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
        // A customer stands on each line of his orders: said once is enough.
        if (_seen.Count >= Remembered) _seen.Clear();
        if (_seen.Add(record.ToJsonString())) _batch.Add((row, record));
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
        var refused = payload.GetProperty("rows").EnumerateArray().Select(Count).OfType<(SourceRow, string)>().ToList();
        _batch.Clear();
        return refused;
    }

    (SourceRow, string)? Count(JsonElement result)
    {
        var outcome = result.GetProperty("outcome").GetString() ?? "REFUSED";
        Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
        if (result.GetProperty("error") is not { ValueKind: JsonValueKind.Object } error) return null;
        // The field begins with input, the list and the index, which say nothing about a file.
        var field = string.Join('.', error.GetProperty("field").EnumerateArray().Skip(3).Select(part => part.GetString()));
        return (_batch[result.GetProperty("index").GetInt32()].Row, $"{_name}.{field}: {error.GetProperty("message").GetString()}");
    }
}
