using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueOperationTypesRuleTests
{
    [Fact]
    public void Each_operation_has_its_type() =>
        Rule.AcceptsSdl<UniqueOperationTypesRule>("schema { query: A mutation: B } extend schema { subscription: C }");

    [Fact]
    public void An_extension_may_not_name_another() =>
        Rule.RefusesSdl<UniqueOperationTypesRule>("schema { query: A } extend schema { query: B }",
            "There can be only one query type in schema.");

    [Fact]
    public void Nor_for_the_extended_schema() =>
        Rule.RefusesSdl<UniqueOperationTypesRule>("extend schema { query: B }",
            "Type for query already defined in the schema. It cannot be redefined.", extended: "type Query { a: Int }");
}
