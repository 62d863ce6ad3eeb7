using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class FieldsOnCorrectTypeRuleTests
{
    [Fact]
    public void Fields_of_the_type_and_its_name_can_be_selected() =>
        Rule.Accepts<FieldsOnCorrectTypeRule>("{ party { id name __typename } __schema { description } }");

    [Fact]
    public void On_a_union_only_the_type_name_can_be_selected() =>
        Rule.Accepts<FieldsOnCorrectTypeRule>("""{ search(text: "a") { __typename } }""");

    [Fact]
    public void A_misspelt_field_gets_a_suggestion() =>
        Rule.Refuses<FieldsOnCorrectTypeRule>("{ person { nme } }",
            "Cannot query field \"nme\" on type \"Person\". Did you mean \"name\"?");

    [Fact]
    public void A_field_of_an_implementation_gets_a_fragment_suggested() =>
        Rule.Refuses<FieldsOnCorrectTypeRule>("{ party { mood } }",
            "Cannot query field \"mood\" on type \"Party\". Did you mean to use an inline fragment on \"Person\"?");

    [Fact]
    public void A_field_on_a_union_gets_the_common_interface_suggested() =>
        Rule.Refuses<FieldsOnCorrectTypeRule>("""{ search(text: "a") { name } }""",
            "Cannot query field \"name\" on type \"Found\". "
            + "Did you mean to use an inline fragment on \"Party\", \"Person\", or \"Company\"?");

    [Fact]
    public void Introspection_starts_at_the_query_root_only() =>
        Rule.Refuses<FieldsOnCorrectTypeRule>("{ party { __schema { description } } }",
            "Cannot query field \"__schema\" on type \"Party\".");
}
