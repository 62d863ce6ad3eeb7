using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.4.3 Required Arguments, for directives in type systems: the directive may be one of the document itself.</summary>
sealed class ProvidedRequiredArgumentsOnDirectivesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, IReadOnlyList<(string Name, string Type)>> _required = Collect(context);

    public override void EnterDirective(DirectiveNode node)
    {
        if (!_required.TryGetValue(node.Name.Value, out var required)) return;
        foreach (var (name, type) in required)
            if (node.Arguments.All(argument => argument.Name.Value != name))
                context.Report($"Argument \"@{node.Name}({name}:)\" of type \"{type}\" is required, but it was not provided.", node);
    }

    static Dictionary<string, IReadOnlyList<(string Name, string Type)>> Collect(ValidationContext context)
    {
        var required = new Dictionary<string, IReadOnlyList<(string Name, string Type)>>();
        foreach (var directive in context.Schema.Directives.Values)
            required[directive.Name] = [.. directive.Arguments.Values
                .Where(argument => argument.IsRequired).Select(argument => (argument.Name, argument.Type.ToString()!))];
        foreach (var definition in context.Document.Definitions.OfType<DirectiveDefinitionNode>())
            required[definition.Name.Value] = [.. definition.Arguments
                .Where(argument => argument is { Type: NonNullTypeNode, DefaultValue: null })
                .Select(argument => (argument.Name.Value, argument.Type.ToString()!))];
        return required;
    }
}
