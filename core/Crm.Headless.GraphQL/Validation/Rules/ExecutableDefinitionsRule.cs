using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.1.1 Executable Definitions: for each definition in the document, it must be an OperationDefinition or a FragmentDefinition.
/// </summary>
sealed class ExecutableDefinitionsRule(ValidationContext context) : ValidationRule
{
    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        var name = node switch
        {
            TypeDefinitionNode type => $"\"{type.Name}\"",
            DirectiveDefinitionNode directive => $"\"@{directive.Name}\"",
            _ => "schema",
        };
        context.Report($"The {name} definition is not executable.", node);
    }
}
