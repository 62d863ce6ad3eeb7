using System.Text.Json;

namespace Crm.Headless.GraphQL.Tests.Conformance;

/// <summary>
/// The first place where two JSON values differ. Unlike JsonElement.DeepEquals: the order of keys counts (spec section 7.2.2).
/// </summary>
static class JsonDifference
{
    public static string? Between(JsonElement expected, JsonElement actual, string path = "data")
    {
        if (expected.ValueKind != actual.ValueKind) return Describe(expected, actual, path);
        return expected.ValueKind switch
        {
            JsonValueKind.Object => BetweenObjects(expected, actual, path),
            JsonValueKind.Array when expected.GetArrayLength() != actual.GetArrayLength() => Describe(expected, actual, path),
            JsonValueKind.Array => expected.EnumerateArray().Zip(actual.EnumerateArray())
                .Select((pair, index) => Between(pair.First, pair.Second, $"{path}[{index}]")).FirstOrDefault(difference => difference is not null),
            JsonValueKind.Number when expected.GetDouble() != actual.GetDouble() => Describe(expected, actual, path),
            JsonValueKind.String when expected.GetString() != actual.GetString() => Describe(expected, actual, path),
            _ => null,
        };
    }

    static string? BetweenObjects(JsonElement expected, JsonElement actual, string path)
    {
        if (!Keys(expected).SequenceEqual(Keys(actual))) return Describe(expected, actual, path);
        return expected.EnumerateObject().Zip(actual.EnumerateObject())
            .Select(pair => Between(pair.First.Value, pair.Second.Value, $"{path}.{pair.First.Name}")).FirstOrDefault(difference => difference is not null);
    }

    static IEnumerable<string> Keys(JsonElement json) => json.EnumerateObject().Select(property => property.Name);

    static string Describe(JsonElement expected, JsonElement actual, string path) =>
        $"at {path} expected {Text(expected)} but got {Text(actual)}";

    static string Text(JsonElement json) => json.ValueKind is JsonValueKind.Undefined ? "nothing" : json.GetRawText();
}
