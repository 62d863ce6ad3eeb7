using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Not in the specification: finds what a document uses although it is deprecated. For checking clients, not for refusing them.
/// </summary>
sealed class NoDeprecatedCustomRule(ValidationContext context) : ValidationRule
{
    CompositeType? _parent;

    public override void EnterField(FieldNode node)
    {
        _parent = context.ParentType;
        if (context.Field?.DeprecationReason is { } reason)
            context.Report($"The field {_parent}.{node.Name} is deprecated. {reason}", node);
    }

    public override void EnterArgument(ArgumentNode node)
    {
        if (context.Argument?.DeprecationReason is not { } reason) return;
        var owner = context.Directive is { } directive ? $"@{directive.Name}" : $"{_parent}.{context.Field?.Name}";
        context.Report($"The argument \"{owner}({node.Name}:)\" is deprecated. {reason}", node);
    }

    public override void EnterValue(ValueNode node, GraphQLType? type)
    {
        switch (node)
        {
            case EnumValueNode value when type?.Named is EnumType values: Check(value, values); break;
            case ListValueNode list:
                foreach (var item in list.Items) EnterValue(item, type);
                break;
            case ObjectValueNode map when type?.Named is InputObjectType input:
                foreach (var field in map.Fields) Check(field, input);
                break;
        }
    }

    void Check(EnumValueNode node, EnumType type)
    {
        if (type.Values.GetValueOrDefault(node.Value)?.DeprecationReason is { } reason)
            context.Report($"The enum value \"{type}.{node.Value}\" is deprecated. {reason}", node);
    }

    void Check(ObjectFieldNode node, InputObjectType type)
    {
        var field = type.Fields.GetValueOrDefault(node.Name.Value);
        if (field?.DeprecationReason is { } reason)
            context.Report($"The input field {type}.{node.Name} is deprecated. {reason}", node);
        EnterValue(node.Value, field?.Type);
    }
}
