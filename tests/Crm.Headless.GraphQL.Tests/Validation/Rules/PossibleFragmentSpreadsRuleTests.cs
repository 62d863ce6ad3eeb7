using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class PossibleFragmentSpreadsRuleTests
{
    [Fact]
    public void An_interface_and_a_union_that_share_an_object_overlap() =>
        Rule.Accepts<PossibleFragmentSpreadsRule>("{ party { ... on Found { __typename } } }");

    [Fact]
    public void An_object_can_be_spread_on_its_interface() =>
        Rule.Accepts<PossibleFragmentSpreadsRule>("{ node(id: 1) { ...p } } fragment p on Person { id }");

    [Fact]
    public void A_company_is_never_a_person() =>
        Rule.Refuses<PossibleFragmentSpreadsRule>("{ person { ... on Company { id } } }",
            "Fragment cannot be spread here as objects of type \"Person\" can never be of type \"Company\".");

    [Fact]
    public void A_spread_is_refused_by_its_name() =>
        Rule.Refuses<PossibleFragmentSpreadsRule>("{ person { ...c } } fragment c on Company { id }",
            "Fragment \"c\" cannot be spread here as objects of type \"Person\" can never be of type \"Company\".");
}
