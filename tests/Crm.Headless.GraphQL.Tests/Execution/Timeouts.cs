using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Execution;

public sealed class Timeouts
{
    static readonly ScalarType Any = new("Any");
    readonly ManualTime _time = new();

    [Fact]
    public async Task A_plugins_field_that_takes_too_long_fails_alone()
    {
        var executor = Executor(Hanging("slow", new("acme.greeter")), Quick());
        var answer = RunAsync(executor, "{ slow quick }");
        _time.Advance(TimeSpan.FromSeconds(5));
        using var result = await answer;

        var error = Assert.Single(result.Errors);
        Assert.Equal("PLUGIN_TIMEOUT", error.Code);
        Assert.Equal("acme.greeter", error.Extensions!["plugin"]);
        Assert.EndsWith("\"data\":{\"slow\":null,\"quick\":1}}", System.Text.Encoding.UTF8.GetString(result.Json.Span));
    }

    [Fact]
    public async Task The_host_hears_of_a_plugin_that_takes_too_long()
    {
        var reported = new List<(string? Field, string Reference)>();
        var options = new ExecutorOptions { Time = _time, ReportFault = (_, field, reference) => reported.Add((field?.Name, reference)) };
        var answer = RunAsync(new(Schemas.With([Any], Hanging("slow", new("acme.greeter"))), options), "{ slow }");
        _time.Advance(TimeSpan.FromSeconds(5));
        using var result = await answer;

        Assert.Equal(("slow", (string)result.Errors[0].Extensions!["reference"]!), Assert.Single(reported));
    }

    [Fact]
    public async Task A_plugin_is_told_that_its_time_is_over()
    {
        var told = new TaskCompletionSource();
        var executor = Executor(Hanging("slow", new("acme.greeter"), token => token.Register(told.SetResult)));
        var answer = RunAsync(executor, "{ slow }");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await answer).Dispose();

        await told.Task;
    }

    [Fact]
    public async Task A_request_that_takes_too_long_keeps_what_is_done()
    {
        var answer = RunAsync(Executor(Hanging("slow", Owner.Core), Quick()), "{ quick slow }");
        _time.Advance(TimeSpan.FromSeconds(30));
        using var result = await answer;

        Assert.Equal("TIMEOUT", Assert.Single(result.Errors).Code);
        Assert.EndsWith("\"data\":{\"quick\":1,\"slow\":null}}", System.Text.Encoding.UTF8.GetString(result.Json.Span));
    }

    [Fact]
    public async Task Nothing_is_begun_once_time_is_over()
    {
        var begun = false;
        var row = new ObjectType("Row")
        {
            Fields = Schemas.Fields(new Field("late", Any) { Resolver = new BatchResolver(_ => throw new InvalidOperationException((begun = true).ToString())) }),
        };
        var first = new Field("row", row)
        {
            Resolver = new BatchResolver(async context =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                return [new object()];
            }),
        };
        var answer = RunAsync(new(Schemas.With([row, Any], first), new() { Time = _time }), "{ row { late } }");
        _time.Advance(TimeSpan.FromSeconds(30));
        using var result = await answer;

        Assert.False(begun);
        Assert.Equal("TIMEOUT", Assert.Single(result.Errors).Code);
    }

    [Fact]
    public async Task A_resolver_that_gave_up_waiting_is_a_timeout_and_not_a_bug()
    {
        var reported = false;
        var harness = new Harness("type Query { a: Int }", options => options with { ReportFault = (_, _, _) => reported = true })
            .Resolve("Query.a", _ => throw new TimeoutException());

        Assert.Equal("TIMEOUT", await harness.CodeAsync("{ a }"));
        Assert.False(reported);
    }

    [Fact]
    public async Task A_cancellation_before_time_is_over_is_a_fault()
    {
        var reported = new List<Exception>();
        var harness = new Harness("type Query { a: Int }", options => options with { ReportFault = (failure, _, _) => reported.Add(failure) })
            .Resolve("Query.a", _ => throw new OperationCanceledException());

        Assert.Equal("INTERNAL_ERROR", await harness.CodeAsync("{ a }"));
        Assert.IsType<OperationCanceledException>(Assert.Single(reported));
    }

    [Fact]
    public async Task After_a_mutation_that_may_still_be_running_no_further_one_begins()
    {
        var begun = false;
        var next = new Field("next", Any)
        {
            Resolver = new BatchResolver(_ =>
            {
                begun = true;
                return new([1]);
            }),
        };
        var mutation = new ObjectType("Mutation") { Fields = Schemas.Fields(Quick(), Hanging("slow", new("acme.greeter")), next) };
        var schema = new GraphQLSchema([Schemas.WithQuery(Quick()).Query!, mutation, Any], [], Schemas.WithQuery(Quick()).Query, mutation, null);
        var answer = RunAsync(new(schema, new() { Time = _time }), "mutation { quick slow next __typename }");
        _time.Advance(TimeSpan.FromSeconds(5));
        using var result = await answer;

        Assert.False(begun);
        Assert.Equal(["PLUGIN_TIMEOUT", "NOT_BEGUN"], result.Errors.Select(error => error.Code));
        Assert.StartsWith("\"next\" was not begun", result.Errors[1].Message);
        Assert.EndsWith(
            """{"quick":1,"slow":null,"next":null,"__typename":"Mutation"}}""", System.Text.Encoding.UTF8.GetString(result.Json.Span));
    }

    [Fact]
    public async Task The_host_learns_when_an_abandoned_call_has_ended()
    {
        var hanging = new TaskCompletionSource<IReadOnlyList<object?>>();
        var slow = new Field("slow", Any) { Owner = new("acme.greeter"), Resolver = new BatchResolver(_ => new(hanging.Task)) };
        var executor = Executor(slow);
        var scope = Harness.Scope;
        Assert.True(scope.Abandoned.WhenEnded().IsCompleted);
        var answer = executor.ExecuteAsync(executor.Prepare("{ slow }"u8.ToArray(), null), default, scope, default);
        _time.Advance(TimeSpan.FromSeconds(5));
        (await answer).Dispose();

        var ended = scope.Abandoned.WhenEnded();
        Assert.False(ended.IsCompleted);
        hanging.SetException(new InvalidOperationException());
        await ended;
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_no_answer()
    {
        using var caller = new CancellationTokenSource();
        var answer = RunAsync(Executor(Hanging("slow", Owner.Core)), "{ slow }", caller.Token);
        caller.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    RequestExecutor Executor(params Field[] fields) => new(Schemas.With([Any], fields), new() { Time = _time });

    static Task<OperationResult> RunAsync(RequestExecutor executor, string document, CancellationToken ct = default) =>
        executor.ExecuteAsync(executor.Prepare(System.Text.Encoding.UTF8.GetBytes(document), null), default, Harness.Scope, ct);

    static Field Hanging(string name, Owner owner, Action<CancellationToken>? begin = null) => new(name, Any)
    {
        Owner = owner,
        Resolver = new BatchResolver(context =>
        {
            begin?.Invoke(context.Cancellation);
            return new(new TaskCompletionSource<IReadOnlyList<object?>>().Task);
        }),
    };

    static Field Quick() => new("quick", Any) { Resolver = new BatchResolver(_ => new([1])) };
}
