using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class NoFragmentCyclesRuleTests
{
    [Fact]
    public void A_fragment_may_be_spread_on_several_ways() =>
        Rule.Accepts<NoFragmentCyclesRule>("fragment a on Party { ...b ...c } fragment b on Party { ...c } fragment c on Party { id }");

    [Fact]
    public void A_fragment_may_not_spread_itself() =>
        Rule.Refuses<NoFragmentCyclesRule>("fragment a on Party { ...a }",
            "Cannot spread fragment \"a\" within itself.");

    [Fact]
    public void Nor_through_others() =>
        Rule.Refuses<NoFragmentCyclesRule>("fragment a on Party { ...b } fragment b on Party { ...c } fragment c on Party { ...a }",
            "Cannot spread fragment \"a\" within itself via \"b\", \"c\".");

    [Fact]
    public void A_cycle_behind_a_way_in_is_named_without_it() =>
        Rule.Refuses<NoFragmentCyclesRule>("fragment way on Party { ...a } fragment a on Party { ...b } fragment b on Party { ...a }",
            "Cannot spread fragment \"a\" within itself via \"b\".");
}
