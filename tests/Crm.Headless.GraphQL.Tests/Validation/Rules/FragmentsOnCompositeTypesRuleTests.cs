using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class FragmentsOnCompositeTypesRuleTests
{
    [Fact]
    public void Objects_interfaces_and_unions_have_something_to_select() =>
        Rule.Accepts<FragmentsOnCompositeTypesRule>("""{ search(text: "a") { ... on Found { ... on Party { ... on Person { id } } } } }""");

    [Fact]
    public void A_fragment_on_a_scalar_is_refused() =>
        Rule.Refuses<FragmentsOnCompositeTypesRule>("fragment f on Int { bad }",
            "Fragment \"f\" cannot condition on non composite type \"Int\".");

    [Fact]
    public void An_inline_fragment_on_an_input_is_refused() =>
        Rule.Refuses<FragmentsOnCompositeTypesRule>("{ party { ... on Key { id } } }",
            "Fragment cannot condition on non composite type \"Key\".");
}
