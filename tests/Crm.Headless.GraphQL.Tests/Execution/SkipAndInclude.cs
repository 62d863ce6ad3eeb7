using static Crm.Headless.GraphQL.Tests.Execution.Harness;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec sections 3.13.1, 3.13.2 and 6.3.2.</summary>
public sealed class SkipAndInclude
{
    [Theory]
    [InlineData("""{"yes":true,"no":false}""", """{"data":{"a":1,"d":4}}""")]
    [InlineData("""{"yes":false,"no":false}""", """{"data":{"d":4}}""")]
    [InlineData("""{"yes":true,"no":true}""", """{"data":{"a":1,"b":2,"c":3,"d":4}}""")]
    public async Task One_plan_serves_every_value_of_its_variables(string variables, string expected) => Assert.Equal(
        expected,
        await Letters().RunAsync(
            "query($yes: Boolean!, $no: Boolean!) { a @include(if: $yes) ...F @include(if: $no) d } fragment F on Query { b c @skip(if: false) }", variables));

    [Fact]
    public async Task A_literal_condition_leaves_the_field_out_of_the_plan() =>
        Assert.Equal("""{"data":{"b":2}}""", await Letters().RunAsync("{ a @skip(if: true) b c @include(if: false) }"));

    [Fact]
    public async Task Both_directives_must_agree() => Assert.Equal(
        """{"data":{"d":4}}""",
        await Letters().RunAsync("query($x: Boolean!) { a @include(if: $x) @skip(if: $x) b @include(if: true) @skip(if: $x) d }", """{"x":true}"""));

    [Fact]
    public async Task A_field_comes_where_it_first_appears_in_this_request() => Assert.Equal(
        ("""{"data":{"a":1,"b":2}}""", """{"data":{"b":2,"a":1}}"""),
        (await Letters().RunAsync("query($x: Boolean!) { a @include(if: $x) b a }", """{"x":true}"""),
            await Letters().RunAsync("query($x: Boolean!) { a @include(if: $x) b a }", """{"x":false}""")));

    [Fact]
    public async Task Merged_selection_sets_keep_their_own_conditions() => Assert.Equal(
        ("""{"data":{"box":{"a":1,"b":2}}}""", """{"data":{"box":{"b":2}}}"""),
        (await Letters().RunAsync("query($x: Boolean!) { box @include(if: $x) { a } box { b } }", """{"x":true}"""),
            await Letters().RunAsync("query($x: Boolean!) { box @include(if: $x) { a } box { b } }", """{"x":false}""")));

    [Fact]
    public async Task A_fragment_spread_twice_counts_when_one_spread_does() => Assert.Equal(
        """{"data":{"a":1}}""",
        await Letters().RunAsync("query($x: Boolean!) { ...F @include(if: $x) ...F @skip(if: $x) } fragment F on Query { a }", """{"x":false}"""));

    [Fact]
    public async Task A_skipped_field_is_not_resolved_and_not_shown_to_resolvers()
    {
        var seen = "";
        var harness = Letters().ResolveBatch("Query.list", context =>
        {
            seen = string.Join(" ", context.Selection.Children.Select(child => child.ResponseName));
            return Task.FromResult<IReadOnlyList<object?>>([Array.Empty<object>()]);
        });
        await harness.RunAsync("query($x: Boolean!) { list { a b @include(if: $x) third: c __typename } }", """{"x":false}""");

        Assert.Equal("a third", seen);
    }

    [Theory]
    [InlineData("include")]
    [InlineData("skip")]
    public async Task Null_for_a_condition_refuses_the_request(string directive)
    {
        using var result = await Letters().ExecuteAsync($"query($x: Boolean = true) {{ a b @{directive}(if: $x) }}", """{"x":null}""");

        Assert.False(result.HasData);
        Assert.Equal("BAD_USER_INPUT", result.Errors[0].Code);
        Assert.StartsWith("Variable \"$x\" is null", Assert.Single(result.Errors).Message);
    }

    [Theory]
    [InlineData("true", """{"data":{"a":1,"b":2}}""")]
    [InlineData("false", """{"data":{"a":1}}""")]
    public async Task A_condition_has_its_variables_default(string value, string expected) =>
        Assert.Equal(expected, await Letters().RunAsync($"query($x: Boolean = {value}) {{ a b @include(if: $x) }}"));

    static Harness Letters() => new Harness("type Query { a: Int b: Int c: Int d: Int box: Box list: [Box] } type Box { a: Int b: Int c: Int }")
        .Resolve("Query.a", _ => 1).Resolve("Query.b", _ => 2).Resolve("Query.c", _ => 3).Resolve("Query.d", _ => 4)
        .Resolve("Query.box", _ => Map(("a", 1), ("b", 2)));
}
