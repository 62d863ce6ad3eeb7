using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class MaxIntrospectionDepthRuleTests
{
    [Fact]
    public void Two_lists_inside_each_other_are_enough_for_every_tool() =>
        Rule.Accepts<MaxIntrospectionDepthRule>("{ __schema { types { fields { type { ofType { fields { name } } } } } } }");

    [Fact]
    public void Three_are_refused() =>
        Rule.Refuses<MaxIntrospectionDepthRule>("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
            "Maximum introspection depth exceeded");

    [Fact]
    public void Also_through_fragments() =>
        Rule.Refuses<MaxIntrospectionDepthRule>("""
            { __type(name: "A") { ...t } }
            fragment t on __Type { fields { type { ...u } } }
            fragment u on __Type { interfaces { possibleTypes { name } } }
            """,
            "Maximum introspection depth exceeded");
}
