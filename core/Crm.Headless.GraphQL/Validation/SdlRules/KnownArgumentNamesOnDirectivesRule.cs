using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.4.1 Argument Names, for directives in type systems: the directive may be one of the document itself.</summary>
sealed class KnownArgumentNamesOnDirectivesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, IReadOnlyList<string>> _arguments = Collect(context);

    public override void EnterDirective(DirectiveNode node)
    {
        if (!_arguments.TryGetValue(node.Name.Value, out var known)) return;
        foreach (var argument in node.Arguments)
            if (!known.Contains(argument.Name.Value))
                context.Report($"Unknown argument \"{argument.Name}\" on directive \"@{node.Name}\"."
                    + context.Suggest(argument.Name.Value, known), argument);
    }

    static Dictionary<string, IReadOnlyList<string>> Collect(ValidationContext context)
    {
        var arguments = context.Schema.Directives.Values.ToDictionary(
            directive => directive.Name, directive => (IReadOnlyList<string>)[.. directive.Arguments.Keys]);
        foreach (var definition in context.Document.Definitions.OfType<DirectiveDefinitionNode>())
            arguments[definition.Name.Value] = [.. definition.Arguments.Select(argument => argument.Name.Value)];
        return arguments;
    }
}
