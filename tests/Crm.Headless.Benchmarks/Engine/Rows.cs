using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Benchmarks.Engine;

sealed record Row(string A, string? B, int C, int? D, bool E, string? F, string? G, double H, string I, string? J);

/// <summary>The rows of <see cref="EngineBenchmark"/>, with the getters that the schema builder would compile for them.</summary>
static class Rows
{
    static readonly Row[] All =
    [
        .. Enumerable.Range(0, 50).Select(i =>
            new Row($"Name {i}", $"张伟{i}", i, null, true, "f@example.com", $"+86 555 {i}", 1.5 * i, $"3f2504e0-4f89-11d3-9a0c-{i:000000000000}", "with \"quotes\"")),
    ];

    static readonly JsonEncodedText[] Names = [.. "abcdefghij".Select(letter => JsonEncodedText.Encode(letter.ToString()))];

    static readonly Action<Row, Utf8JsonWriter>[] Writes =
    [
        (row, json) => json.WriteStringValue(row.A), (row, json) => json.WriteStringValue(row.B), (row, json) => json.WriteNumberValue(row.C),
        (row, json) => WriteNullable(row.D, json), (row, json) => json.WriteBooleanValue(row.E), (row, json) => json.WriteStringValue(row.F),
        (row, json) => json.WriteStringValue(row.G), (row, json) => json.WriteNumberValue(row.H), (row, json) => json.WriteStringValue(row.I),
        (row, json) => json.WriteStringValue(row.J),
    ];

    public static FieldResolver ResolverOf(string field) => field switch
    {
        "rows" => new BatchResolver(_ => new([All])),
        "self" => new MemberResolver(row => row),
        _ => Member(Writes[field[0] - 'a']),
    };

    static MemberResolver Member(Action<Row, Utf8JsonWriter> write) => new(_ => null, (row, json) => write((Row)row, json));

    public static int WriteBare()
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        foreach (var row in All)
        {
            json.WriteStartObject();
            for (var i = 0; i < Names.Length; i++)
            {
                json.WritePropertyName(Names[i]);
                Writes[i](row, json);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenCount;
    }

    static void WriteNullable(int? value, Utf8JsonWriter json)
    {
        if (value is { } number) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }
}
