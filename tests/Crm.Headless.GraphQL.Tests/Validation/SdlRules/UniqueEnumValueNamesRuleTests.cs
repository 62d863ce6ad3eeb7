using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class UniqueEnumValueNamesRuleTests
{
    [Fact]
    public void Extensions_bring_new_values() =>
        Rule.AcceptsSdl<UniqueEnumValueNamesRule>("enum A { X } extend enum A { Y }");

    [Fact]
    public void A_value_is_defined_once() =>
        Rule.RefusesSdl<UniqueEnumValueNamesRule>("enum A { X } extend enum A { X }",
            "Enum value \"A.X\" can only be defined once.");

    [Fact]
    public void A_value_of_the_extended_schema_is_taken() =>
        Rule.RefusesSdl<UniqueEnumValueNamesRule>("extend enum A { X }",
            "Enum value \"A.X\" already exists in the schema. It cannot also be defined in this type extension.", extended: "enum A { X }");
}
