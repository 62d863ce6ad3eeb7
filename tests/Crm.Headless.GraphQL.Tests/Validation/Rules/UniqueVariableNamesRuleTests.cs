using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueVariableNamesRuleTests
{
    [Fact]
    public void Two_operations_may_use_the_same_names() =>
        Rule.Accepts<UniqueVariableNamesRule>("query A($id: ID!) { node(id: $id) { id } } query B($id: ID!) { node(id: $id) { id } }");

    [Fact]
    public void One_operation_may_not() =>
        Rule.Refuses<UniqueVariableNamesRule>("query ($id: ID!, $id: Int) { node(id: $id) { id } }",
            "There can be only one variable named \"$id\".");
}
