using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class KnownFragmentNamesRuleTests
{
    [Fact]
    public void A_fragment_may_be_defined_after_its_spread() =>
        Rule.Accepts<KnownFragmentNamesRule>("{ party { ...f } } fragment f on Party { id }");

    [Fact]
    public void A_spread_without_a_fragment_is_refused() =>
        Rule.Refuses<KnownFragmentNamesRule>("{ party { ...f } }",
            "Unknown fragment \"f\".");
}
