using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Testing.Conformance;

/// <summary>Values for the arguments that a field must be given.</summary>
/// <param name="ids">Of records, by type.</param>
/// <param name="text">What is searched for.</param>
sealed class SampleArguments(IReadOnlyDictionary<string, string> ids, string text)
{
    const int MaxDepth = 5;

    /// <summary>As they are written behind the field; null: one has a type of which no value is known here.</summary>
    public (string Text, bool IsGuess)? Of(Field field)
    {
        var required = field.Arguments.Values.Where(argument => argument.IsRequired).ToList();
        var given = required.ConvertAll(argument => Known(field, argument) is { } known ? (Text: known, IsGuess: false) : (Text: Guess(argument.Name, argument.Type, 0), IsGuess: true));
        if (given.Exists(one => one.Text is null)) return null;
        return given.Count == 0
            ? ("", false) : ($"({string.Join(", ", required.Zip(given, (argument, one) => $"{argument.Name}: {one.Text}"))})", given.Exists(one => one.IsGuess));
    }

    string? Known(Field field, InputValue argument) => (argument.Name, argument.Type.ToString()) switch
    {
        ("id", "ID!") => ids.TryGetValue(field.Type.Named.Name, out var id) ? Quoted(id) : field.Name == "node" ? Quoted(ids[nameof(Contact)]) : null,
        ("ids", _) => $"[{string.Join(", ", ids.Values.Select(Quoted))}]",
        ("input", "PluginPlanInput!") => "{ id: \"acme.hello\", kind: DISABLE }",
        ("input", "MergeContactsInput!") => $"{{ survivorId: {Quoted(ids[nameof(Contact)])}, mergedId: {Quoted(ids[nameof(Contact)])} }}",
        ("text", "String!") => Quoted(text),
        _ => null,
    };

    string? Guess(string name, GraphQLType type, int depth) => type switch
    {
        NonNullType nonNull => Guess(name, nonNull.OfType, depth),
        ListType list => Guess(name, list.OfType, depth) is { } item ? $"[{item}]" : null,
        EnumType values => values.Values.Keys.First(),
        InputObjectType input => depth == MaxDepth ? null : Guess(input, depth + 1),
        _ => Guess(name, type.Named.Name),
    };

    string? Guess(InputObjectType input, int depth)
    {
        var given = (input.IsOneOf ? input.Fields.Values.Take(1) : input.Fields.Values.Where(field => field.IsRequired))
            .Select(field => (field.Name, Text: Guess(field.Name, field.Type, depth))).ToList();
        return given.Exists(one => one.Text is null) ? null : $"{{ {string.Join(", ", given.Select(one => $"{one.Name}: {one.Text}"))} }}";
    }

    string? Guess(string name, string scalar) => scalar switch
    {
        "ID" => Quoted(ids.FirstOrDefault(one => name.StartsWith(one.Key, StringComparison.OrdinalIgnoreCase)).Value ?? ids[nameof(Contact)]),
        "String" => Quoted("sample"),
        "Int" or "Long" or "Float" or "Decimal" => "1",
        "Boolean" => "true",
        "DateTime" => Quoted("2026-01-01T00:00:00Z"),
        "LocalDate" => Quoted("2026-01-01"),
        "LocalTime" => Quoted("12:00:00"),
        "Duration" => Quoted("PT1H"),
        "EmailAddress" => Quoted("ann@example.com"),
        "PhoneNumber" => Quoted("+49 30 1234567"),
        "URI" => Quoted("https://example.com"),
        "UUID" => Quoted(Guid.Empty.ToString()),
        "Any" => "{}",
        _ => null,
    };

    static string Quoted(string value) => $"\"{value}\"";
}
