using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueFieldDefinitionNamesRuleTests
{
    [Fact]
    public void Extensions_bring_new_fields() =>
        Rule.AcceptsSdl<UniqueFieldDefinitionNamesRule>(
            "type A { a: Int } extend type A { b: Int } input I { a: Int } extend input I { b: Int }");

    [Fact]
    public void A_field_is_defined_once() =>
        Rule.RefusesSdl<UniqueFieldDefinitionNamesRule>("interface A { a: Int } extend interface A { a: Int }",
            "Field \"A.a\" can only be defined once.");

    [Fact]
    public void A_field_of_the_extended_schema_is_taken() =>
        Rule.RefusesSdl<UniqueFieldDefinitionNamesRule>("extend input A { a: Int }",
            "Field \"A.a\" already exists in the schema. It cannot also be defined in this type extension.",
            extended: "input A { a: Int }");
}
