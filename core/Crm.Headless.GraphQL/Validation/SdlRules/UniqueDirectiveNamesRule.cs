using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.13 Directives: all directives within a schema must have unique names.</summary>
sealed class UniqueDirectiveNamesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, NameNode> _known = [];

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        if (node is not DirectiveDefinitionNode directive) return;
        var name = directive.Name.Value;
        if (context.Extended?.Directives.ContainsKey(name) == true)
            context.Report($"Directive \"@{name}\" already exists in the schema. It cannot be redefined.", directive.Name);
        else if (!_known.TryAdd(name, directive.Name))
            context.Report($"There can be only one directive named \"@{name}\".", _known[name], directive.Name);
    }
}
