using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class NoUndefinedVariablesRuleTests
{
    [Fact]
    public void A_fragment_uses_the_variables_of_its_operation() =>
        Rule.Accepts<NoUndefinedVariablesRule>("query ($n: Int!) { person { ...p } } fragment p on Person { friends(first: $n) { id } }");

    [Fact]
    public void An_undefined_variable_is_refused() =>
        Rule.Refuses<NoUndefinedVariablesRule>("query Q { node(id: $id) { id } }",
            "Variable \"$id\" is not defined by operation \"Q\".");

    [Fact]
    public void Also_deep_in_a_fragment_and_in_a_value() =>
        Rule.Refuses<NoUndefinedVariablesRule>("""
            { person { ...p } }
            fragment p on Person { friends(first: 1, where: {name: "a", ages: [$age]}) { id } }
            """,
            "Variable \"$age\" is not defined.");
}
