using System.Security.Claims;
using System.Text;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Tests.Execution;

public sealed class Batching
{
    readonly PeopleSchema _people = new();

    [Fact]
    public async Task A_field_is_resolved_once_for_all_its_parents()
    {
        var answer = await RunAsync("{ people { id name boss { name } reports { shout boss { __typename id } } } }");

        Assert.Equal(
            """{"data":{"people":["""
            + """{"id":1,"name":"Ada","boss":null,"reports":[{"shout":"BOB","boss":{"__typename":"Person","id":1}},{"shout":"CEM","boss":{"__typename":"Person","id":1}}]},"""
            + """{"id":2,"name":"Bob","boss":{"name":"Ada"},"reports":[{"shout":"DANA","boss":{"__typename":"Person","id":2}}]},"""
            + """{"id":3,"name":"Cem","boss":{"name":"Ada"},"reports":[]},"""
            + """{"id":4,"name":"Dana","boss":{"name":"Bob"},"reports":[]}]}}""",
            answer);
        Assert.Equal(2, _people.BossCalls);
        Assert.Equal(1, _people.ReportCalls);
    }

    [Fact]
    public async Task Parents_out_of_lists_of_lists_are_one_batch()
    {
        var calls = new List<int>();
        var harness = new Harness("type Query { grid: [[Cell]] } type Cell { x: Int }")
            .Resolve("Query.grid", _ => new object?[] { new[] { 1, 2 }.Cast<object>().ToList(), null, new object?[] { 3, null, 4 } })
            .ResolveBatch("Cell.x", context =>
            {
                calls.Add(context.Parents.Count);
                return Task.FromResult<IReadOnlyList<object?>>([.. context.Parents.Select(parent => (object?)((int)parent * 10))]);
            });

        Assert.Equal("""{"data":{"grid":[[{"x":10},{"x":20}],null,[{"x":30},null,{"x":40}]]}}""", await harness.RunAsync("{ grid { x } }"));
        Assert.Equal([4], calls);
    }

    [Fact]
    public async Task The_fields_of_a_level_are_started_together()
    {
        var started = 0;
        var both = new TaskCompletionSource();
        async Task<IReadOnlyList<object?>> WaitForTheOther(BatchContext context)
        {
            if (Interlocked.Increment(ref started) == 2) both.SetResult();
            await both.Task;
            return [1];
        }
        var harness = new Harness("type Query { a: Int b: Int }").ResolveBatch("Query.a", WaitForTheOther).ResolveBatch("Query.b", WaitForTheOther);

        Assert.Equal("""{"data":{"a":1,"b":1}}""", await harness.RunAsync("{ a b }"));
    }

    [Fact]
    public async Task A_list_that_can_only_be_walked_once_is_walked_once()
    {
        var walks = 0;
        IEnumerable<object> Walk()
        {
            walks++;
            yield return Harness.Map(("x", 1));
            yield return Harness.Map(("x", 2));
        }
        var harness = new Harness("type Query { cells: [Cell] } type Cell { x: Int }").Resolve("Query.cells", _ => Walk());

        Assert.Equal("""{"data":{"cells":[{"x":1},{"x":2}]}}""", await harness.RunAsync("{ cells { x } }"));
        Assert.Equal(1, walks);
    }

    [Fact]
    public async Task A_list_that_grows_after_it_was_returned_is_answered_as_it_was()
    {
        var cells = new List<object> { 1 };
        var harness = new Harness("type Query { cells: [Cell] } type Cell { x: Int }")
            .Resolve("Query.cells", _ => cells)
            .ResolveBatch("Cell.x", context =>
            {
                cells.Add(2);
                return Task.FromResult<IReadOnlyList<object?>>([.. context.Parents]);
            });

        Assert.Equal("""{"data":{"cells":[{"x":1}]}}""", await harness.RunAsync("{ cells { x } }"));
    }

    async Task<string> RunAsync(string document)
    {
        var executor = new RequestExecutor(_people.Build(), new());
        using var result = await executor.ExecuteAsync(
            executor.Prepare(Encoding.UTF8.GetBytes(document), null), default, new(NoServices.Instance, new ClaimsPrincipal()), default);
        return Encoding.UTF8.GetString(result.Json.Span);
    }
}

sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();
    public object? GetService(Type serviceType) => null;
}
