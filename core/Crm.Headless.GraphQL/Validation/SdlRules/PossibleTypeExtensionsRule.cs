using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.5 to 3.10, the extensions of each kind: the named type must already be defined and must be of that kind.</summary>
sealed class PossibleTypeExtensionsRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, TypeDefinitionNode> _defined = Collect(context.Document);

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        if (node is not TypeDefinitionNode { IsExtension: true } extension) return;
        var name = extension.Name.Value;
        if (_defined.TryGetValue(name, out var definition))
        {
            if (definition.GetType() != extension.GetType())
                context.Report($"Cannot extend non-{KindOf(extension)} type \"{name}\".", definition, extension);
        }
        else if (context.Extended is { } schema && schema.Types.TryGetValue(name, out var existing))
        {
            if (KindOf(existing) != KindOf(extension)) context.Report($"Cannot extend non-{KindOf(extension)} type \"{name}\".", extension);
        }
        else
        {
            var known = _defined.Keys.Concat(context.Extended?.Types.Keys ?? []);
            context.Report($"Cannot extend type \"{name}\" because it is not defined.{context.Suggest(name, known)}", extension.Name);
        }
    }

    static Dictionary<string, TypeDefinitionNode> Collect(DocumentNode document)
    {
        var defined = new Dictionary<string, TypeDefinitionNode>();
        foreach (var type in document.Definitions.OfType<TypeDefinitionNode>())
            if (!type.IsExtension) defined[type.Name.Value] = type;
        return defined;
    }

    static string KindOf(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode => "scalar",
        ObjectTypeDefinitionNode => "object",
        InterfaceTypeDefinitionNode => "interface",
        UnionTypeDefinitionNode => "union",
        EnumTypeDefinitionNode => "enum",
        _ => "input object",
    };

    static string KindOf(NamedType type) => type switch
    {
        ScalarType => "scalar",
        ObjectType => "object",
        InterfaceType => "interface",
        UnionType => "union",
        EnumType => "enum",
        _ => "input object",
    };
}
