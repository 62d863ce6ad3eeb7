using System.Text.Json;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Tests.Conformance;

/// <summary>Resolves every field to what the reference implementation's resolver returned at the same place of the answer.</summary>
sealed class TracedResolvers(JsonElement trace, JsonElement types, bool isAsync)
{
    public FieldResolver Resolver => new BatchResolver(async context =>
    {
        if (isAsync) await Task.Yield();
        return [.. context.Parents.Select(parent => ValueAt(PlaceOf(parent), context.Selection.ResponseName))];
    });

    static string PlaceOf(object parent) => parent is TracedObject traced ? traced.Place : "[";

    object? ValueAt(string parent, string responseName)
    {
        var place = Step(parent, JsonSerializer.Serialize(responseName));
        return trace.TryGetProperty(place + "]", out var entry) ? Value(entry, place) : null;
    }

    object? Value(JsonElement entry, string place)
    {
        if (entry.TryGetProperty("v", out var leaf)) return JsonValue.ToClr(leaf);
        if (entry.TryGetProperty("e", out var message)) return new GraphQLException(new GraphQLError(message.GetString()!));
        if (entry.TryGetProperty("l", out var items))
            return items.EnumerateArray().Select((item, index) => Value(item, Step(place, index.ToString()))).ToList();
        return entry.TryGetProperty("o", out _) ? new TracedObject(place, TypeAt(place)) : null;
    }

    string? TypeAt(string place) => types.TryGetProperty(place + "]", out var type) ? type.GetString() : null;

    static string Step(string place, string step) => place == "[" ? place + step : place + "," + step;

    sealed record TracedObject(string Place, string? TypeName) : INamesItsType;
}
