using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueInputFieldNamesRuleTests
{
    [Fact]
    public void Objects_inside_each_other_may_use_the_same_names() =>
        Rule.Accepts<UniqueInputFieldNamesRule>("""{ person { friends(first: 1, where: {name: "a", and: {name: "b"}}) { id } } }""");

    [Fact]
    public void One_object_may_not() =>
        Rule.Refuses<UniqueInputFieldNamesRule>("{ person(key: {id: 1, id: 2}) { id } }",
            "There can be only one input field named \"id\".");
}
