using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec sections 6.2.2 and 6.3.4.</summary>
public sealed class SerialMutations
{
    const string Sdl = "type Query { a: Int } type Mutation { add(n: Int!): Sum! try(n: Int!): Sum } type Sum { value: Int! doubled: Int }";

    readonly List<string> _log = [];
    int _sum;

    [Fact]
    public async Task A_root_field_begins_when_the_one_before_is_complete_with_all_below_it()
    {
        Assert.Equal(
            """{"data":{"one":{"doubled":2},"two":{"doubled":6},"three":{"doubled":12}}}""",
            await Counter().RunAsync("mutation { one: add(n: 1) { doubled } two: add(n: 2) { doubled } three: add(n: 3) { doubled } }"));
        Assert.Equal(["add 1", "double 1", "add 2", "double 3", "add 3", "double 6"], _log);
    }

    [Fact]
    public async Task A_field_that_may_fail_does_not_stop_the_next_one()
    {
        Assert.Equal(
            """{"data":{"bad":null,"good":{"value":2}}}""",
            await Counter().DataAsync("mutation { bad: try(n: -1) { value } good: add(n: 2) { value } }"));
    }

    [Fact]
    public async Task Nothing_more_is_done_once_the_data_is_lost()
    {
        Assert.Equal("""{"data":null}""", await Counter().DataAsync("mutation { bad: add(n: -1) { value } good: add(n: 2) { value } }"));
        Assert.Equal(["add -1"], _log);
    }

    Harness Counter() => new Harness(Sdl)
        .ResolveBatch("Mutation.add", AddAsync)
        .ResolveBatch("Mutation.try", AddAsync)
        .With("Sum.value", new MemberResolver(sum => sum))
        .ResolveBatch("Sum.doubled", async context =>
        {
            await Task.Yield();
            _log.Add("double " + context.Parents[0]);
            return [.. context.Parents.Select(sum => (object?)((int)sum * 2))];
        });

    async Task<IReadOnlyList<object?>> AddAsync(BatchContext context)
    {
        await Task.Yield();
        _log.Add("add " + context.Arguments[0]);
        var number = (int)context.Arguments[0]!;
        return number < 0 ? throw new GraphQLException(new GraphQLError("Only more, please.")) : [_sum += number];
    }
}
