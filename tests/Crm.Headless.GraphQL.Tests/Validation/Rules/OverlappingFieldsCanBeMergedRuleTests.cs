using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class OverlappingFieldsCanBeMergedRuleTests
{
    const string Remedy = "Use different aliases on the fields to fetch both if this was intentional.";

    [Fact]
    public void The_same_field_twice_is_one_field() =>
        Rule.Accepts<OverlappingFieldsCanBeMergedRule>("{ party { id } party { id name } }");

    [Fact]
    public void The_order_of_arguments_does_not_matter() =>
        Rule.Accepts<OverlappingFieldsCanBeMergedRule>("{ sum(of: 1, start: 2) sum(start: 2, of: 1) }");

    [Fact]
    public void Fields_of_different_objects_never_meet() =>
        Rule.Accepts<OverlappingFieldsCanBeMergedRule>("{ party { ... on Person { x: name(short: true) } ... on Company { x: name } } }");

    [Fact]
    public void Different_fields_under_one_name_conflict() =>
        Rule.Refuses<OverlappingFieldsCanBeMergedRule>("{ party { x: id x: name } }",
            "Fields \"x\" conflict because \"id\" and \"name\" are different fields. " + Remedy);

    [Fact]
    public void So_do_different_arguments() =>
        Rule.Refuses<OverlappingFieldsCanBeMergedRule>("{ party { name name(short: true) } }",
            "Fields \"name\" conflict because they have differing arguments. " + Remedy);

    [Fact]
    public void Different_objects_still_need_the_same_shape() =>
        Rule.Refuses<OverlappingFieldsCanBeMergedRule>("{ party { ... on Person { x: mood } ... on Company { x: size } } }",
            "Fields \"x\" conflict because they return conflicting types \"Mood\" and \"Int\". " + Remedy);

    [Fact]
    public void Conflicts_below_are_named_with_their_way() =>
        Rule.Refuses<OverlappingFieldsCanBeMergedRule>("{ party { ...a } party { x: id } } fragment a on Party { x: name }",
            "Fields \"party\" conflict because subfields \"x\" conflict because \"id\" and \"name\" are different fields. " + Remedy);
}
