using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.7.3 Directives Are Unique per Location: a directive that isn't repeatable may stand at most once at each place. A type and its
/// extensions are one place, and so are a schema and its.
/// </summary>
sealed class UniqueDirectivesPerLocationRule(ValidationContext context) : ValidationRule
{
    readonly HashSet<string> _once = Collect(context);
    readonly Dictionary<string, Dictionary<string, DirectiveNode>> _ofType = [];
    readonly Dictionary<string, DirectiveNode> _ofSchema = [];

    public override void EnterDirectives(SyntaxNode owner, string location, IReadOnlyList<DirectiveNode> directives)
    {
        var seen = SeenAt(owner);
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            if (!_once.Contains(name) || seen.TryAdd(name, directive)) continue;
            context.Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
        }
    }

    Dictionary<string, DirectiveNode> SeenAt(SyntaxNode owner) => owner switch
    {
        SchemaDefinitionNode => _ofSchema,
        TypeDefinitionNode type => _ofType.TryGetValue(type.Name.Value, out var seen) ? seen : _ofType[type.Name.Value] = [],
        _ => [],
    };

    static HashSet<string> Collect(ValidationContext context)
    {
        var repeatable = context.Schema.Directives.Values.ToDictionary(directive => directive.Name, directive => directive.IsRepeatable);
        foreach (var definition in context.Document.Definitions.OfType<DirectiveDefinitionNode>())
            repeatable[definition.Name.Value] = definition.IsRepeatable;
        return [.. repeatable.Where(entry => !entry.Value).Select(entry => entry.Key)];
    }
}
