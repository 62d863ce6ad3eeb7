using System.Text;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec section 6.2.3.</summary>
public sealed class Subscriptions
{
    const string Sdl = "type Query { a: Int } type Subscription { counted(from: Int!): Count never: Count } type Count { number: Int double: Int }";

    [Fact]
    public async Task The_source_stream_gives_events_and_each_is_executed_on_its_own()
    {
        var harness = Counting();
        var operation = harness.Prepare("subscription { all: counted(from: 5) { number double } }");
        var answers = new List<string>();
        await foreach (var message in await harness.Executor.SubscribeAsync(operation, default, Harness.Scope, default))
        {
            using var result = await harness.Executor.ExecuteEventAsync(operation, default, message, Harness.Scope, default);
            answers.Add(Encoding.UTF8.GetString(result.Json.Span));
        }

        Assert.Equal(["""{"data":{"all":{"number":5,"double":10}}}""", """{"data":{"all":{"number":6,"double":12}}}"""], answers);
    }

    [Fact]
    public async Task A_stream_that_cannot_start_is_a_request_error()
    {
        var harness = Counting();
        var refusal = await Assert.ThrowsAsync<GraphQLException>(() =>
            harness.Executor.SubscribeAsync(harness.Prepare("subscription { counted(from: -1) { number } }"), default, Harness.Scope, default));

        Assert.Equal("Only from 0 on.", Assert.Single(refusal.Errors).Message);
        Assert.Equal(["counted"], refusal.Errors[0].Path);
    }

    [Fact]
    public async Task A_field_without_events_cannot_be_subscribed_to()
    {
        var harness = Counting();
        await Assert.ThrowsAsync<GraphQLException>(() =>
            harness.Executor.SubscribeAsync(harness.Prepare("subscription { never { number } }"), default, Harness.Scope, default));
    }

    [Fact]
    public async Task A_wrong_variable_is_found_before_the_stream_starts()
    {
        var harness = Counting();
        var refusal = await Assert.ThrowsAsync<GraphQLException>(() =>
            harness.Executor.SubscribeAsync(harness.Prepare("subscription($n: Int!) { counted(from: $n) { number } }"), default, Harness.Scope, default));

        Assert.Equal("BAD_USER_INPUT", refusal.Errors[0].Code);
    }

    [Fact]
    public async Task A_subscription_is_no_single_answer()
    {
        using var result = await Counting().ExecuteAsync("subscription { counted(from: 1) { number } }");

        Assert.False(result.HasData);
    }

    static Harness Counting() => new Harness(Sdl)
        .With("Subscription.counted", new SubscriptionResolver(
            (arguments, _, _) => (int)arguments[0]! < 0
                ? throw new GraphQLException(new GraphQLError("Only from 0 on."))
                : new(TwoFrom((int)arguments[0]!)),
            new ComputedResolver((message, _) => message)))
        .With("Count.number", new MemberResolver(number => number))
        .With("Count.double", new ComputedResolver((number, _) => (int)number * 2));

    static async IAsyncEnumerable<object> TwoFrom(int first)
    {
        yield return first;
        await Task.Yield();
        yield return first + 1;
    }
}
