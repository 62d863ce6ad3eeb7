using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueArgumentDefinitionNamesRuleTests
{
    [Fact]
    public void Two_fields_may_use_the_same_names() =>
        Rule.AcceptsSdl<UniqueArgumentDefinitionNamesRule>("type A { a(x: Int): Int b(x: Int): Int }");

    [Fact]
    public void One_field_may_not() =>
        Rule.RefusesSdl<UniqueArgumentDefinitionNamesRule>("type A { a(x: Int, x: ID): Int }",
            "Argument \"A.a(x:)\" can only be defined once.");

    [Fact]
    public void Nor_a_directive() =>
        Rule.RefusesSdl<UniqueArgumentDefinitionNamesRule>("directive @d(x: Int, x: ID) on FIELD",
            "Argument \"@d(x:)\" can only be defined once.");
}
