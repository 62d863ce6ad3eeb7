using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class KnownTypeNamesRuleTests
{
    [Fact]
    public void Types_of_the_schema_are_known() =>
        Rule.Accepts<KnownTypeNamesRule>("query ($id: ID!) { node(id: $id) { ... on Person { id } } }");

    [Fact]
    public void A_misspelt_type_condition_gets_a_suggestion() =>
        Rule.Refuses<KnownTypeNamesRule>("{ party { ... on Persom { id } } }",
            "Unknown type \"Persom\". Did you mean \"Person\"?");

    [Fact]
    public void A_variable_of_an_unknown_type_is_refused() =>
        Rule.Refuses<KnownTypeNamesRule>("query ($when: Weekday) { party { id } }",
            "Unknown type \"Weekday\".");
}
