using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueTypeNamesRuleTests
{
    [Fact]
    public void An_extension_is_no_second_type() =>
        Rule.AcceptsSdl<UniqueTypeNamesRule>("type A { a: Int } extend type A { b: Int }");

    [Fact]
    public void Two_kinds_of_one_name_are_refused() =>
        Rule.RefusesSdl<UniqueTypeNamesRule>("type A { a: Int } enum A { B }",
            "There can be only one type named \"A\".");

    [Fact]
    public void A_type_of_the_extended_schema_is_taken() =>
        Rule.RefusesSdl<UniqueTypeNamesRule>("scalar A",
            "Type \"A\" already exists in the schema. It cannot also be defined in this type definition.", extended: "type A { a: Int }");
}
