using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class ScalarLeafsRuleTests
{
    [Fact]
    public void A_scalar_stands_alone_and_an_object_with_a_selection() =>
        Rule.Accepts<ScalarLeafsRule>("{ party { id } }");

    [Fact]
    public void A_scalar_with_a_selection_is_refused() =>
        Rule.Refuses<ScalarLeafsRule>("{ party { id { digits } } }",
            "Field \"id\" must not have a selection since type \"ID!\" has no subfields.");

    [Fact]
    public void An_interface_without_a_selection_is_refused() =>
        Rule.Refuses<ScalarLeafsRule>("{ party }",
            "Field \"party\" of type \"Party\" must have a selection of subfields. Did you mean \"party { ... }\"?");
}
