using System.Text.Json;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security.Canaries;

/// <summary>For every mutation that the schema has, input in which every text is personal: as variables and as literals.</summary>
sealed class MutationInputs
{
    const int Depth = 4;

    const string Introspection =
        """
        { __schema { mutationType { fields { name args { type { ...T } } } } types { kind name inputFields { name type { ...T } } enumValues { name } isOneOf } } }
        fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
        """;

    readonly Dictionary<string, JsonElement> _types;

    MutationInputs(JsonElement schema)
    {
        _types = schema.List("types").ToDictionary(type => type.Text("name")!);
        Mutations = [.. schema.GetProperty("mutationType").List("fields").Select(field => (field.Text("name")!, NameOf(field.List("args").Single().GetProperty("type"))))];
    }

    public IReadOnlyList<(string Name, string Input)> Mutations { get; }

    public static async Task<MutationInputs> ReadAsync(CrmTestHost host) => new((await host.QueryAsync(Introspection)).GetProperty("__schema"));

    /// <param name="texts">What a text is, by its type and the name of its field.</param>
    public object? ValueOf(string type, Func<string, string, string> texts) => Value(type, "input", Depth, texts);

    /// <summary>The same as a literal of the language.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        Name name => name.Value,
        IDictionary<string, object?> fields => $"{{ {string.Join(", ", fields.Select(field => $"{field.Key}: {Literal(field.Value)}"))} }}",
        object?[] items => $"[{string.Join(", ", items.Select(Literal))}]",
        _ => JsonSerializer.Serialize(value),
    };

    /// <summary>The same as variables.</summary>
    public static object? Json(object? value) => value switch
    {
        Name name => name.Value,
        IDictionary<string, object?> fields => fields.ToDictionary(field => field.Key, field => Json(field.Value)),
        object?[] items => items.Select(Json).ToArray(),
        _ => value,
    };

    object? Value(string name, string field, int depth, Func<string, string, string> texts)
    {
        var type = _types[name];
        return type.Text("kind") switch
        {
            "ENUM" => new Name(type.List("enumValues")[0].Text("name")!),
            "INPUT_OBJECT" => Fields(type, depth, texts),
            _ => name switch { "Int" or "Float" or "Long" or "Decimal" => 1, "Boolean" => true, _ => texts(name, field) },
        };
    }

    Dictionary<string, object?> Fields(JsonElement type, int depth, Func<string, string, string> texts)
    {
        var fields = type.List("inputFields").Where(field => depth > 0 || field.GetProperty("type").Text("kind") == "NON_NULL");
        if (type.GetProperty("isOneOf").GetBoolean()) fields = fields.Take(1);
        return fields.ToDictionary(field => field.Text("name")!, field => Of(field.GetProperty("type"), field.Text("name")!, depth - 1, texts));
    }

    object? Of(JsonElement type, string field, int depth, Func<string, string, string> texts) => type.Text("kind") switch
    {
        "NON_NULL" => Of(type.GetProperty("ofType"), field, depth, texts),
        "LIST" => new[] { Of(type.GetProperty("ofType"), field, depth, texts) },
        _ => Value(type.Text("name")!, field, depth, texts),
    };

    static string NameOf(JsonElement type) => type.Text("name") ?? NameOf(type.GetProperty("ofType"));

    sealed record Name(string Value);
}
