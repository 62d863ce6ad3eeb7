using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class KnownDirectivesRuleTests
{
    [Fact]
    public void Directives_may_stand_where_they_are_defined_for() =>
        Rule.Accepts<KnownDirectivesRule>("query @once { party { id @once @trace(id: 1) @include(if: true) } }");

    [Fact]
    public void An_unknown_directive_is_refused() =>
        Rule.Refuses<KnownDirectivesRule>("{ party @nope { id } }",
            "Unknown directive \"@nope\".");

    [Fact]
    public void A_directive_in_a_wrong_place_is_refused() =>
        Rule.Refuses<KnownDirectivesRule>("query @include(if: true) { party { id } }",
            "Directive \"@include\" may not be used on QUERY.");

    [Fact]
    public void A_variable_definition_is_a_place_too() =>
        Rule.Refuses<KnownDirectivesRule>("query ($id: ID! @once) { node(id: $id) { id } }",
            "Directive \"@once\" may not be used on VARIABLE_DEFINITION.");
}
