using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueDirectivesPerLocationRuleTests
{
    [Fact]
    public void A_repeatable_directive_may_be_repeated() =>
        Rule.Accepts<UniqueDirectivesPerLocationRule>("{ party { id @trace(id: 1) @trace(id: 2) } }");

    [Fact]
    public void Each_place_counts_for_itself() =>
        Rule.Accepts<UniqueDirectivesPerLocationRule>("query @once { party @once { id @once } }");

    [Fact]
    public void Any_other_directive_stands_once() =>
        Rule.Refuses<UniqueDirectivesPerLocationRule>("{ party { id @once @once } }",
            "The directive \"@once\" can only be used once at this location.");
}
