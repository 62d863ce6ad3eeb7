using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Execution;
using Xunit.Abstractions;

namespace Crm.Headless.GraphQL.Tests.Conformance;

public sealed class ExecutionConformance(ITestOutputHelper output)
{
    [ConformanceFact("execution.json", 147)]
    public async Task Every_case_of_the_reference_implementation_gives_the_same_data_and_errors()
    {
        var failures = new List<string>();
        var cases = SharedData.Cases("execution.json");
        foreach (var one in cases)
            if (await DifferenceAsync(one) is { } difference) failures.Add($"{one.GetProperty("test").GetString()}: {difference}");

        output.WriteLine($"{cases.Count - failures.Count} of {cases.Count} cases");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    static async Task<string?> DifferenceAsync(JsonElement one)
    {
        var resolvers = new TracedResolvers(one.GetProperty("trace"), one.GetProperty("types"), one.TryGetProperty("async", out _));
        var executor = new RequestExecutor(SchemaFromSdl.BuildUnchecked(one.GetProperty("sdl").GetString()!), new()
        {
            ResolverOf = (_, _) => resolvers.Resolver,
            SkipsValidation = !one.GetProperty("valid").GetBoolean() && one.GetProperty("api").GetString() == "execute",
        });
        using var result = await RunAsync(executor, one);
        var actual = JsonDocument.Parse(result.Json).RootElement;
        var expected = one.GetProperty("expected");
        return JsonDifference.Between(WithoutProposals(Data(expected)), Data(actual))
            ?? (Paths(expected).SequenceEqual(Paths(actual)) ? null : $"expected the errors of\n{expected.GetRawText()}\nbut got\n{actual.GetRawText()}");
    }

    static async Task<OperationResult> RunAsync(RequestExecutor executor, JsonElement one)
    {
        var name = one.TryGetProperty("operationName", out var given) ? given.GetString() : null;
        var variables = one.TryGetProperty("variables", out var values) ? values : default;
        try
        {
            var operation = executor.Prepare(Encoding.UTF8.GetBytes(one.GetProperty("document").GetString()!), name);
            return await executor.ExecuteAsync(operation, variables, new(NoServices.Instance, new ClaimsPrincipal()), default);
        }
        catch (GraphQLException refusal)
        {
            return OperationResult.FromErrors(refusal.Errors);
        }
    }

    static JsonElement Data(JsonElement response) => response.TryGetProperty("data", out var data) ? data : default;

    // The reference implementation's introspection lists one directive location of a proposal (fragment arguments) that isn't
    // part of the September 2025 edition (spec section 4.2). "Introspection > executes an introspection query" is met but for it.
    static JsonElement WithoutProposals(JsonElement data)
    {
        const string Proposal = "FRAGMENT_VARIABLE_DEFINITION";
        if (data.ValueKind is JsonValueKind.Undefined || !data.GetRawText().Contains(Proposal)) return data;
        var copy = JsonNode.Parse(data.GetRawText())!;
        foreach (var type in copy["__schema"]!["types"]!.AsArray())
            if (type!["enumValues"] is JsonArray values) values.RemoveAll(value => (string?)value!["name"] == Proposal);
        return JsonSerializer.SerializeToElement(copy);
    }

    static IEnumerable<string> Paths(JsonElement response) => response.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(error => error.TryGetProperty("path", out var path) ? path.GetRawText().Replace(" ", "").Replace("\n", "") : "-").Order()
        : [];
}
