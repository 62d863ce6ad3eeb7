using System.Security.Claims;
using System.Text;
using System.Text.Json;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>The map around the data (spec section 7.1) and the memory that it stands in.</summary>
public sealed class Answers
{
    [Fact]
    public async Task Extensions_of_the_executor_stand_behind_the_data() => Assert.Equal(
        """{"data":{"a":1},"extensions":{"schema":"abc"}}""",
        await new Harness("type Query { a: Int }", options => options with { Extensions = new Dictionary<string, object?> { ["schema"] = "abc" } })
            .Resolve("Query.a", _ => 1)
            .RunAsync("{ a }"));

    [Fact]
    public async Task The_cost_report_tells_cost_objects_and_time_per_owner()
    {
        var harness = new Harness("type Query { rows(first: Int): [Row] } type Row { x: Int }")
            .Resolve("Query.rows", _ => new[] { Harness.Map(), Harness.Map() });
        using var answer = JsonDocument.Parse(await harness.RunAsync("{ rows(first: 4) { x } }", scope: Harness.Scope with { ReportsCost = true }));
        var cost = answer.RootElement.GetProperty("extensions").GetProperty("cost");

        Assert.Equal((5, 2), (cost.GetProperty("static").GetInt32(), cost.GetProperty("objects").GetInt32()));
        Assert.True(cost.GetProperty("milliseconds").TryGetProperty("core", out _));
    }

    [Fact]
    public async Task A_refused_request_has_no_data_entry()
    {
        using var result = await new Harness("type Query { a: Int }").ExecuteAsync("{ b }");

        Assert.False(result.HasData);
        Assert.StartsWith("""{"errors":[{"message":"Cannot query field \"b\" on type \"Query\".""", Encoding.UTF8.GetString(result.Json.Span));
    }

    [Fact]
    public async Task Text_of_any_script_is_written_as_it_is() => Assert.Equal(
        """{"data":{"a":"张伟 <b>\"×\"</b>"}}""",
        await new Harness("type Query { a: String }").Resolve("Query.a", _ => "张伟 <b>\"×\"</b>").RunAsync("{ a }"));

    [Fact]
    public async Task Memory_that_was_given_back_is_used_again_without_a_trace_of_the_last_answer()
    {
        var harness = new Harness("type Query { a(n: Int!): String }").Resolve("Query.a", arguments => new string('x', (int)arguments[0]!));
        for (var i = 0; i < 100; i++)
        {
            var length = i % 2 == 0 ? 100_000 : 3;
            Assert.Equal(length + """{"data":{"a":""}}""".Length, (await harness.RunAsync($"{{ a(n: {length}) }}")).Length);
        }
    }

    [Fact]
    public async Task Answers_that_are_written_side_by_side_do_not_mix()
    {
        var harness = new Harness("type Query { a(n: Int!): [String] }")
            .Resolve("Query.a", arguments => Enumerable.Repeat(arguments[0]!.ToString(), 500));
        var operation = harness.Prepare("query($n: Int!) { a(n: $n) }");

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (n, ct) =>
        {
            using var result = await harness.Executor.ExecuteAsync(operation, JsonElement.Parse($$"""{"n":{{n}}}"""), new(NoServices.Instance, new ClaimsPrincipal()), ct);
            using var answer = JsonDocument.Parse(result.Json);
            Assert.All(answer.RootElement.GetProperty("data").GetProperty("a").EnumerateArray(), item => Assert.Equal(n.ToString(), item.GetString()));
        });
    }
}
