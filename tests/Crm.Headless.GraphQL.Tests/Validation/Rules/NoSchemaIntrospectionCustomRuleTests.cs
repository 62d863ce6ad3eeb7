using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class NoSchemaIntrospectionCustomRuleTests
{
    [Fact]
    public void The_name_of_a_type_is_no_introspection_of_the_schema() =>
        Rule.Accepts<NoSchemaIntrospectionCustomRule>("{ party { __typename } }");

    [Fact]
    public void Introspection_is_refused() =>
        Rule.Refuses<NoSchemaIntrospectionCustomRule>("""{ __type(name: "Person") { name } }""",
            "GraphQL introspection has been disabled, but the requested query contained the field \"__type\".");
}
