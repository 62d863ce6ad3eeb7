using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class NoUnusedVariablesRuleTests
{
    [Fact]
    public void Use_in_a_directive_counts() =>
        Rule.Accepts<NoUnusedVariablesRule>("query ($on: Boolean!) { party { id @skip(if: $on) } }");

    [Fact]
    public void A_variable_that_nobody_uses_is_refused() =>
        Rule.Refuses<NoUnusedVariablesRule>("query Q($id: ID!, $extra: Int) { node(id: $id) { id } }",
            "Variable \"$extra\" is never used in operation \"Q\".");
}
