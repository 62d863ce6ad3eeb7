using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class PossibleTypeExtensionsRuleTests
{
    [Fact]
    public void A_type_of_the_document_or_of_the_schema_can_be_extended() =>
        Rule.AcceptsSdl<PossibleTypeExtensionsRule>(
            "type A { a: Int } extend type A { b: Int } extend enum B { Y }", extended: "enum B { X }");

    [Fact]
    public void An_unknown_type_can_not() =>
        Rule.RefusesSdl<PossibleTypeExtensionsRule>("extend type Persom { a: Int } type Person { a: Int }",
            "Cannot extend type \"Persom\" because it is not defined. Did you mean \"Person\"?");

    [Fact]
    public void Nor_a_type_of_another_kind() =>
        Rule.RefusesSdl<PossibleTypeExtensionsRule>("enum A { X } extend input A { a: Int }",
            "Cannot extend non-input object type \"A\".");

    [Fact]
    public void Nor_one_of_another_kind_in_the_schema() =>
        Rule.RefusesSdl<PossibleTypeExtensionsRule>("extend union A = B",
            "Cannot extend non-union type \"A\".", extended: "scalar A");
}
