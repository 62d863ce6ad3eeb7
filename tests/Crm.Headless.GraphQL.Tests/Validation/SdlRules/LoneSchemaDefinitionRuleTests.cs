using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class LoneSchemaDefinitionRuleTests
{
    [Fact]
    public void Extensions_may_follow_the_definition() =>
        Rule.AcceptsSdl<LoneSchemaDefinitionRule>("schema { query: Q } extend schema { mutation: M }");

    [Fact]
    public void A_second_definition_is_refused() =>
        Rule.RefusesSdl<LoneSchemaDefinitionRule>("schema { query: Q } schema { mutation: M }",
            "Must provide only one schema definition.");

    [Fact]
    public void A_schema_that_has_roots_is_only_extended() =>
        Rule.RefusesSdl<LoneSchemaDefinitionRule>("schema { mutation: M }",
            "Cannot define a new schema within a schema extension.", extended: "type Query { a: Int }");
}
