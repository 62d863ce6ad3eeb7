using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.4 Types: all types within a schema must have unique names.</summary>
sealed class UniqueTypeNamesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, NameNode> _known = [];

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        if (node is not TypeDefinitionNode { IsExtension: false } type) return;
        var name = type.Name.Value;
        if (context.Extended is { } schema && schema.Types.TryGetValue(name, out var existing) && !SchemaBuiltIns.Contains(existing))
            context.Report($"Type \"{name}\" already exists in the schema. It cannot also be defined in this type definition.", type.Name);
        else if (!_known.TryAdd(name, type.Name))
            context.Report($"There can be only one type named \"{name}\".", _known[name], type.Name);
    }
}
