using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class VariablesInAllowedPositionRuleTests
{
    [Fact]
    public void A_stricter_variable_fits() =>
        Rule.Accepts<VariablesInAllowedPositionRule>("query ($n: Int!) { sum(of: [$n], start: $n) }");

    [Fact]
    public void A_nullable_variable_fits_a_non_null_place_with_a_default() =>
        Rule.Accepts<VariablesInAllowedPositionRule>("query ($n: Int) { sum(start: $n) }");

    [Fact]
    public void A_default_of_the_variable_does_it_too() =>
        Rule.Accepts<VariablesInAllowedPositionRule>("query ($id: ID = 1) { node(id: $id) { id } }");

    [Fact]
    public void A_non_null_variable_fits_a_oneOf() =>
        Rule.Accepts<VariablesInAllowedPositionRule>("query ($id: ID!) { person(key: {id: $id}) { id } }");

    [Fact]
    public void A_nullable_variable_does_not_fit_a_non_null_place() =>
        Rule.Refuses<VariablesInAllowedPositionRule>("query ($id: ID) { node(id: $id) { id } }",
            "Variable \"$id\" of type \"ID\" used in position expecting type \"ID!\".");

    [Fact]
    public void A_list_item_has_no_default() =>
        Rule.Refuses<VariablesInAllowedPositionRule>("query ($n: Int) { sum(of: [$n]) }",
            "Variable \"$n\" of type \"Int\" used in position expecting type \"Int!\".");

    [Fact]
    public void Another_type_does_not_fit() =>
        Rule.Refuses<VariablesInAllowedPositionRule>("query ($s: String) { moods(of: $s) }",
            "Variable \"$s\" of type \"String\" used in position expecting type \"Mood\".");

    [Fact]
    public void A_nullable_variable_does_not_fit_a_oneOf() =>
        Rule.Refuses<VariablesInAllowedPositionRule>("query ($id: ID = 1) { person(key: {id: $id}) { id } }",
            "Variable \"$id\" is of type \"ID\" but must be non-nullable to be used for OneOf Input Object \"Key\".");
}
