using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.6, 3.7 and 3.10: a type and its extensions define each field once.</summary>
sealed class UniqueFieldDefinitionNamesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<(string Type, string Field), NameNode> _known = [];

    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        switch (node)
        {
            case FieldsTypeDefinitionNode type:
                foreach (var field in type.Fields) Check(type.Name.Value, field.Name);
                break;
            case InputObjectTypeDefinitionNode input:
                foreach (var field in input.Fields) Check(input.Name.Value, field.Name);
                break;
        }
    }

    void Check(string type, NameNode field)
    {
        if (IsInSchema(type, field.Value))
            context.Report(
                $"Field \"{type}.{field}\" already exists in the schema. It cannot also be defined in this type extension.", field);
        else if (!_known.TryAdd((type, field.Value), field))
            context.Report($"Field \"{type}.{field}\" can only be defined once.", _known[(type, field.Value)], field);
    }

    bool IsInSchema(string type, string field) => context.Extended?.Types.GetValueOrDefault(type) switch
    {
        FieldsType fields => fields.Fields.ContainsKey(field),
        InputObjectType input => input.Fields.ContainsKey(field),
        _ => false,
    };
}
