using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueDirectiveNamesRuleTests
{
    [Fact]
    public void A_document_that_stands_alone_may_define_a_built_in_directive() =>
        Rule.AcceptsSdl<UniqueDirectiveNamesRule>("directive @skip(if: Boolean!) on FIELD");

    [Fact]
    public void A_directive_is_defined_once() =>
        Rule.RefusesSdl<UniqueDirectiveNamesRule>("directive @d on FIELD directive @d on QUERY",
            "There can be only one directive named \"@d\".");

    [Fact]
    public void A_directive_of_the_extended_schema_is_taken() =>
        Rule.RefusesSdl<UniqueDirectiveNamesRule>("directive @d on QUERY",
            "Directive \"@d\" already exists in the schema. It cannot be redefined.", extended: "directive @d on FIELD");
}
