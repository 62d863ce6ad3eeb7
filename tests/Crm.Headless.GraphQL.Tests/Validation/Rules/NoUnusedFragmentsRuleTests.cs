using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class NoUnusedFragmentsRuleTests
{
    [Fact]
    public void A_fragment_may_be_used_through_another() =>
        Rule.Accepts<NoUnusedFragmentsRule>("{ party { ...a } } fragment a on Party { ...b } fragment b on Party { id }");

    [Fact]
    public void A_fragment_that_only_fragments_use_is_unused() =>
        Rule.Refuses<NoUnusedFragmentsRule>("{ party { id } } fragment a on Party { ...a }",
            "Fragment \"a\" is never used.");
}
