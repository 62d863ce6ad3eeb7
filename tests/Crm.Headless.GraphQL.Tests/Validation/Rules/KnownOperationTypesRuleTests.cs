using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class KnownOperationTypesRuleTests
{
    [Fact]
    public void A_mutation_is_fine_where_there_is_a_mutation_root() =>
        Rule.Accepts<KnownOperationTypesRule>("""mutation { rename(id: 1, name: "Ada") { id } }""");

    [Fact]
    public void A_mutation_without_a_mutation_root_is_refused()
    {
        var schema = SchemaFromSdl.Build("type Query { a: Int }");
        var error = Assert.Single(DocumentValidator.Validate(schema, GraphQLParser.Parse("mutation { a }")));
        Assert.Equal("The mutation operation is not supported by the schema.", error.Message);
    }
}
