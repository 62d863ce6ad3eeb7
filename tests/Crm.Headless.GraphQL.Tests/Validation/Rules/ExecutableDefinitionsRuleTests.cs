using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Tests.Validation;

public sealed class ExecutableDefinitionsRuleTests
{
    [Fact]
    public void Operations_and_fragments_are_executable() =>
        Rule.Accepts<ExecutableDefinitionsRule>("{ party { ...p } } fragment p on Party { id }");

    [Fact]
    public void A_type_is_not_executable() =>
        Rule.Refuses<ExecutableDefinitionsRule>("{ party { id } } type Extra { id: ID }",
            "The \"Extra\" definition is not executable.");

    [Fact]
    public void A_schema_definition_is_not_executable() =>
        Rule.Refuses<ExecutableDefinitionsRule>("schema { query: Query }",
            "The schema definition is not executable.");

    [Fact]
    public void A_directive_definition_is_not_executable() =>
        Rule.Refuses<ExecutableDefinitionsRule>("directive @extra on FIELD",
            "The \"@extra\" definition is not executable.");
}
