using System.Collections;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A CLR constant as the literal of a default.</summary>
static class DefaultLiteral
{
    public static ValueNode Of(object? value, GraphQLType type)
    {
        if (value is null) return type.IsNonNull ? throw new CoercionException("null isn't allowed.") : new NullValueNode();
        if (type.Nullable is ListType list) return new ListValueNode([.. Items(value).Select(item => Of(item, list.OfType))]);
        if (type.Named is not EnumType names) return type.Named is ScalarType scalar ? Checked(scalar, value) : LiteralValue.FromClr(value);
        var boxed = names.ClrType is { IsEnum: true } clr && value.GetType().IsPrimitive ? Enum.ToObject(clr, value) : value;
        var member = names.Values.Values.FirstOrDefault(candidate => candidate.Value.Equals(boxed) || candidate.Name.Equals(value));
        return new EnumValueNode(member?.Name ?? throw new CoercionException($"{value} is no value of {names}."));
    }

    static ValueNode Checked(ScalarType scalar, object value)
    {
        var literal = value is string text ? new StringValueNode(text) : scalar.ToLiteral(value);
        scalar.ParseLiteral(literal);
        return literal;
    }

    static IEnumerable<object?> Items(object value) => value is IEnumerable items and not string ? items.Cast<object?>() : [value];
}
