using System.Collections;
using System.Globalization;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>Literals as plain CLR values and back: long, double, decimal text, string, bool, list, dictionary.</summary>
public static class LiteralValue
{
    public static object? ToClr(ValueNode literal) => literal switch
    {
        NullValueNode => null,
        BooleanValueNode boolean => boolean.Value,
        StringValueNode text => text.Value,
        EnumValueNode name => name.Value,
        IntValueNode integer when long.TryParse(integer.Text, CultureInfo.InvariantCulture, out var value) => value,
        IntValueNode integer => JsonValue.Finite(double.Parse(integer.Text, CultureInfo.InvariantCulture), integer.Text),
        FloatValueNode number => JsonValue.Finite(double.Parse(number.Text, CultureInfo.InvariantCulture), number.Text),
        ListValueNode list => list.Items.Select(ToClr).ToList(),
        ObjectValueNode map => map.Fields.DistinctBy(field => field.Name.Value)
            .ToDictionary(field => field.Name.Value, field => ToClr(field.Value)),
        _ => throw new CoercionException("A variable can't stand here."),
    };

    public static ValueNode FromClr(object? value) => value switch
    {
        null => new NullValueNode(),
        bool boolean => new BooleanValueNode(boolean),
        string text => new StringValueNode(text),
        double or float or decimal => new FloatValueNode(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long or ulong =>
            new IntValueNode(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        IReadOnlyDictionary<string, object?> map =>
            new ObjectValueNode([.. map.Select(entry => new ObjectFieldNode(new(entry.Key), FromClr(entry.Value)))]),
        IEnumerable list => new ListValueNode([.. list.Cast<object?>().Select(FromClr)]),
        _ => throw new CoercionException($"A value of {value.GetType().Name} has no literal."),
    };
}
