using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.5.1.2 Fragment Spread Type Existence and 3.4: every type that a document names is one of the schema or of the document itself.
/// </summary>
sealed class KnownTypeNamesRule(ValidationContext context) : ValidationRule
{
    readonly HashSet<string> _defined = [.. context.Document.Definitions.OfType<TypeDefinitionNode>()
        .Where(type => !type.IsExtension).Select(type => type.Name.Value)];

    readonly bool _isTypeSystem = context.Document.Definitions.Any(definition => definition is TypeSystemDefinitionNode);

    public override void EnterNamedType(NamedTypeNode node)
    {
        var name = node.Name.Value;
        if (context.Schema.Types.ContainsKey(name) || _defined.Contains(name)) return;
        if (_isTypeSystem && BuiltInScalars.All.ContainsKey(name)) return;
        context.Report($"Unknown type \"{name}\".{context.Suggest(name, _defined.Concat(context.Schema.Types.Keys))}", node);
    }
}
