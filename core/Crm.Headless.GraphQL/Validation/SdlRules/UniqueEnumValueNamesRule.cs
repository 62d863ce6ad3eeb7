using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.9 Enums: an enum and its extensions define each value once.</summary>
sealed class UniqueEnumValueNamesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<(string Type, string Value), NameNode> _known = [];

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        if (node is not EnumTypeDefinitionNode type) return;
        foreach (var value in type.Values) Check(type.Name.Value, value.Name);
    }

    void Check(string type, NameNode value)
    {
        if (context.Extended?.Types.GetValueOrDefault(type) is EnumType existing && existing.Values.ContainsKey(value.Value))
            context.Report(
                $"Enum value \"{type}.{value}\" already exists in the schema. It cannot also be defined in this type extension.", value);
        else if (!_known.TryAdd((type, value.Value), value))
            context.Report($"Enum value \"{type}.{value}\" can only be defined once.", _known[(type, value.Value)], value);
    }
}
