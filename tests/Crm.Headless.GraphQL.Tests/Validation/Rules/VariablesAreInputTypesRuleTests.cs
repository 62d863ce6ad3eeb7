using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class VariablesAreInputTypesRuleTests
{
    [Fact]
    public void Scalars_enums_inputs_and_lists_of_them_are_input_types() =>
        Rule.Accepts<VariablesAreInputTypesRule>("query ($a: ID!, $b: [Mood!], $c: PersonFilter) { party { id } }");

    [Fact]
    public void A_variable_of_an_object_type_is_refused() =>
        Rule.Refuses<VariablesAreInputTypesRule>("query ($p: [Person!]!) { party { id } }",
            "Variable \"$p\" cannot be non-input type \"[Person!]!\".");
}
