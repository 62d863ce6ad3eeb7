using System.Text;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

/// <summary>
/// Documents that are made to be expensive. That they are answered at all is the test: done naively, each of them takes minutes or the
/// stack. How long they take is measured in the benchmarks.
/// </summary>
public sealed class HostileDocumentTests
{
    [Fact]
    public void Thousands_of_aliases_are_fine() =>
        Assert.Empty(Validate($"{{ {Repeat(5_000, i => $"a{i}: sum(start: {i}) ")} }}"));

    [Fact]
    public void Thousands_of_fields_of_one_name_are_over_the_limit_of_comparisons() =>
        Assert.StartsWith("Too many fields of the same name: more than 200000 pairs",
            Assert.Single(Validate($"{{ {Repeat(5_000, _ => "sum ")} }}")).Message);

    [Theory]
    [InlineData(440, null)]
    [InlineData(10_000, "Too many fields of the same name")]
    public void A_chain_of_fragments_may_be_long(int length, string? limit)
    {
        var steps = Repeat(length, i => $"fragment f{i} on Party {{ id ...f{i + 1} }} ");
        var errors = Validate($"{{ party {{ ...f0 }} }} {steps} fragment f{length} on Party {{ id }}");
        Assert.Equal(limit is null ? 0 : 1, errors.Count);
        Assert.All(errors, error => Assert.StartsWith(limit!, error.Message));
    }

    // Each step spreads the next one twice: 2^60 ways through the document, all of them compared in a few thousand steps.
    [Fact]
    public void A_chain_of_fragments_that_spread_the_next_one_twice_costs_no_more_than_one()
    {
        var steps = Repeat(60, i => $"fragment f{i} on Party {{ id ...f{i + 1} ...f{i + 1} }} ");
        var document = GraphQLParser.Parse($"{{ party {{ ...f0 }} }} {steps} fragment f60 on Party {{ id }}");
        Assert.Empty(DocumentValidator.Validate(Rule.Schema, document, new() { MaxFieldComparisons = 60 * 61 * 2 }));
    }

    [Fact]
    public void A_long_chain_of_fragments_that_spread_the_next_one_twice_is_over_the_limit_of_comparisons()
    {
        var steps = Repeat(1_500, i => $"fragment f{i} on Party {{ id ...f{i + 1} ...f{i + 1} }} ");
        Assert.StartsWith("Too many fields of the same name: more than 200000 pairs",
            Assert.Single(Validate($"{{ party {{ ...f0 }} }} {steps} fragment f1500 on Party {{ id }}")).Message);
    }

    [Fact]
    public void A_cycle_of_fragments_may_be_long()
    {
        var steps = Repeat(2_000, i => $"fragment f{i} on Party {{ a{i}: id ...f{(i + 1) % 2_000} }} ");
        var errors = Validate($"{{ party {{ ...f0 }} }} {steps}");
        var cycle = Assert.Single(errors, error => error.Message.StartsWith("Cannot spread fragment", StringComparison.Ordinal));
        Assert.EndsWith("\"f20\" and 1979 more.", cycle.Message);
        Assert.Equal(100, cycle.Locations.Count);
    }

    [Fact]
    public void Fragments_that_double_at_every_step_are_compared_once()
    {
        var steps = Repeat(100, i => $"fragment f{i} on Person {{ "
            + $"a: friends(first: 1) {{ ...f{i + 1} }} b: friends(first: 1) {{ ...f{i + 1} ...f{i + 1} }} }} ");
        Assert.Empty(Validate($"{{ person {{ ...f0 ...f0 }} }} {steps} fragment f100 on Person {{ id }}"));
    }

    [Fact]
    public void Introspection_that_doubles_at_every_step_is_measured_once()
    {
        var steps = Repeat(100, i => $"fragment f{i} on __Type {{ a: ofType {{ ...f{i + 1} }} b: ofType {{ ...f{i + 1} }} }} ");
        Assert.Empty(Validate($"{{ __type(name: \"A\") {{ ...f0 }} }} {steps} fragment f100 on __Type {{ name }}"));
    }

    [Fact]
    public void Nesting_through_fragments_is_followed_only_so_deep()
    {
        var steps = Repeat(5_000, i => $"fragment f{i} on Person {{ friends(first: 1) {{ ...f{i + 1} }} }} "
            + $"fragment g{i} on Person {{ friends(first: 1) {{ ...g{i + 1} }} }} ");
        var ends = "fragment f5000 on Person { id } fragment g5000 on Person { id }";
        var errors = Validate($"{{ person {{ ...f0 ...g0 }} }} {steps} {ends}");
        Assert.StartsWith("Fields nest deeper than 250 levels through fragments", Assert.Single(errors).Message);
    }

    [Fact]
    public void Two_thousand_fragments_side_by_side_are_answered()
    {
        var spreads = Repeat(2_000, i => $"...f{i} ");
        var fragments = Repeat(2_000, i => $"fragment f{i} on Party {{ a{i}: id }} ");
        Assert.StartsWith("Too many fields", Assert.Single(Validate($"{{ party {{ {spreads} }} }} {fragments}")).Message);
    }

    [Fact]
    public void Errors_end_at_a_limit()
    {
        var errors = Validate($"{{ {Repeat(10_000, i => $"nothing{i} ")} }}");
        Assert.Equal(101, errors.Count);
        Assert.Equal("Too many validation errors, error limit reached. Validation aborted.", errors[^1].Message);
    }

    [Fact]
    public void Many_operations_over_many_fragments_with_many_variables_are_answered()
    {
        var operations = Repeat(300, i => $"query Q{i} {{ person {{ ...f }} }} ");
        var uses = Repeat(2_000, i => $"a{i}: friends(first: $v{i}) {{ id }} ");
        Assert.Equal(101, Validate($"{operations} fragment f on Person {{ {uses} }}").Count);
    }

    [Fact]
    public void Conflicts_end_at_a_limit()
    {
        var errors = Validate($"{{ {Repeat(300, i => $"party {{ x: {(i % 2 == 0 ? "id" : "name")} }} ")} }}");
        Assert.True(errors.Count is > 0 and <= 101);
    }

    [Fact]
    public void A_gigantic_literal_does_not_come_back_in_full()
    {
        var (text, list) = (new string('x', 1_000_000), Repeat(50_000, _ => "1 "));
        var errors = Validate($"{{ sum(start: \"{text}\") node(id: {{ a: [{list}] }}) {{ id }} }}");
        Assert.All(errors, error => Assert.True(error.Message.Length < 300));
        Assert.Equal(2, errors.Count);
    }

    static IReadOnlyList<GraphQLError> Validate(string text) => DocumentValidator.Validate(Rule.Schema, GraphQLParser.Parse(text));

    static string Repeat(int count, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(part(i));
        return text.ToString();
    }
}
