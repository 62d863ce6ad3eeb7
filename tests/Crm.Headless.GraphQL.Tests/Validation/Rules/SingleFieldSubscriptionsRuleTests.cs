using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class SingleFieldSubscriptionsRuleTests
{
    [Fact]
    public void One_root_field_may_be_selected_twice() =>
        Rule.Accepts<SingleFieldSubscriptionsRule>("subscription { renamed { id } renamed { name } }");

    [Fact]
    public void The_root_field_may_come_from_a_fragment() =>
        Rule.Accepts<SingleFieldSubscriptionsRule>("subscription { ...s } fragment s on Subscription { hired { id } }");

    [Fact]
    public void Two_root_fields_are_refused() =>
        Rule.Refuses<SingleFieldSubscriptionsRule>("subscription Both { renamed { id } hired { id } }",
            "Subscription \"Both\" must select only one top level field.");

    [Fact]
    public void An_introspection_field_is_refused() =>
        Rule.Refuses<SingleFieldSubscriptionsRule>("subscription { __typename }",
            "Anonymous Subscription must not select an introspection top level field.");

    [Fact]
    public void A_condition_on_the_root_field_is_refused() =>
        Rule.Refuses<SingleFieldSubscriptionsRule>("subscription Maybe($on: Boolean!) { renamed @include(if: $on) { id } }",
            "Subscription \"Maybe\" must not use `@skip` or `@include` directives in the top level selection.");

    [Fact]
    public void A_fragment_that_spreads_itself_selects_nothing() =>
        Rule.Refuses<SingleFieldSubscriptionsRule>("subscription { ...s } fragment s on Subscription { ...s }",
            "Anonymous Subscription must select one top level field.");
}
