using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class ValuesOfCorrectTypeRuleTests
{
    [Fact]
    public void A_value_where_a_list_is_expected_stands_for_a_list_of_one() =>
        Rule.Accepts<ValuesOfCorrectTypeRule>("{ sum(of: 1) }");

    [Fact]
    public void An_id_may_be_a_number_or_a_text() =>
        Rule.Accepts<ValuesOfCorrectTypeRule>("""{ a: node(id: 1) { id } b: node(id: "x") { id } }""");

    [Fact]
    public void Input_fields_with_defaults_may_be_left_out() =>
        Rule.Accepts<ValuesOfCorrectTypeRule>(
            """{ person { friends(first: 1, where: {name: "Ada", and: [{name: "Grace", mood: null}]}) { id } } }""");

    [Fact]
    public void A_text_is_no_number() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("""{ sum(of: [1, "2"]) }""",
            "Int cannot represent non-integer value: \"2\"");

    [Fact]
    public void A_number_of_more_than_32_bits_is_refused() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("{ sum(start: 2147483648) }",
            "Int cannot represent non 32-bit signed integer value: 2147483648");

    [Fact]
    public void Null_is_no_value_of_a_non_null_type() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("{ sum(start: null) }",
            "Expected value of type \"Int!\", found null.");

    [Fact]
    public void An_unknown_enum_value_gets_a_suggestion() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("{ moods(of: HAPY) }",
            "Value \"HAPY\" does not exist in \"Mood\" enum. Did you mean \"HAPPY\"?");

    [Fact]
    public void An_enum_value_has_no_quotes() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("""{ moods(of: "SAD") }""",
            "Enum \"Mood\" cannot represent non-enum value: \"SAD\". Did you mean \"SAD\"?");

    [Fact]
    public void A_missing_input_field_is_named() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("{ person { friends(first: 1, where: {ages: [1]}) { id } } }",
            "Field \"PersonFilter.name\" of required type \"String!\" was not provided.");

    [Fact]
    public void An_unknown_input_field_gets_a_suggestion() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("""{ person { friends(first: 1, where: {name: "a", moood: SAD}) { id } } }""",
            "Field \"moood\" is not defined by type \"PersonFilter\". Did you mean \"mood\"?");

    [Fact]
    public void A_oneOf_has_exactly_one_entry() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("""{ person(key: {id: 1, email: "a"}) { id } }""",
            "OneOf Input Object \"Key\" must specify exactly one key.");

    [Fact]
    public void A_oneOf_entry_is_not_null() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("{ person(key: {id: null}) { id } }",
            "Field \"Key.id\" must be non-null.");

    [Fact]
    public void The_default_of_a_variable_is_a_value_too() =>
        Rule.Refuses<ValuesOfCorrectTypeRule>("query ($m: Mood = BAD) { moods(of: $m) }",
            "Value \"BAD\" does not exist in \"Mood\" enum. Did you mean \"SAD\"?");
}
