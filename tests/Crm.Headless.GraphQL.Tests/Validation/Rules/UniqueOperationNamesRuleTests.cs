using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueOperationNamesRuleTests
{
    [Fact]
    public void Operations_with_different_names_stand_side_by_side() =>
        Rule.Accepts<UniqueOperationNamesRule>("query A { party { id } } query B { party { id } }");

    [Fact]
    public void A_query_and_a_mutation_may_not_share_a_name() =>
        Rule.Refuses<UniqueOperationNamesRule>("""query Same { party { id } } mutation Same { rename(id: 1, name: "Ada") { id } }""",
            "There can be only one operation named \"Same\".");
}
