using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.7.1 Directives Are Defined, and 5.7.2 Directives Are in Valid Locations. A type system document may define its directives itself.
/// </summary>
sealed class KnownDirectivesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, HashSet<string>> _locations = Collect(context);

    public override void EnterDirectives(SyntaxNode owner, string location, IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (!_locations.TryGetValue(directive.Name.Value, out var allowed))
                context.Report($"Unknown directive \"@{directive.Name}\".", directive);
            else if (!allowed.Contains(location))
                context.Report($"Directive \"@{directive.Name}\" may not be used on {location}.", directive);
        }
    }

    static Dictionary<string, HashSet<string>> Collect(ValidationContext context)
    {
        var locations = context.Schema.Directives.Values.ToDictionary(
            directive => directive.Name, directive => directive.Locations.ToHashSet());
        foreach (var definition in context.Document.Definitions.OfType<DirectiveDefinitionNode>())
            locations[definition.Name.Value] = [.. definition.Locations.Select(location => location.Value)];
        return locations;
    }
}
