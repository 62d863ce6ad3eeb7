using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Coerced values as the CLR types of parameters and input records.</summary>
static class InputValues
{
    /// <summary>Types with fewer values than their scalar.</summary>
    static readonly Type[] NarrowTypes = [typeof(short), typeof(ushort), typeof(byte), typeof(sbyte), typeof(uint), typeof(float)];

    static readonly MethodInfo ToArrayMethod = Method(nameof(ToArray));
    static readonly MethodInfo ToListMethod = Method(nameof(ToList));
    static readonly MethodInfo ToOptionalMethod = Method(nameof(ToOptional));

    /// <summary>Takes the coerced value and whether it was given.</summary>
    public static Func<object?, bool, object?> Reader(Type type, TypeShape shape, LeafRule rule)
    {
        var convert = Converter(shape, rule);
        if (!shape.IsOptional)
        {
            var absent = type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
            return (value, _) => value is null ? absent : convert(value);
        }
        var wrap = ToOptionalMethod.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<object?, bool, object>>();
        return (value, isGiven) => isGiven && value is null && !shape.IsNullable
            ? throw new CoercionException("It can be left out, but not be null.")
            : wrap(value is null ? null : convert(value), isGiven);
    }

    /// <summary>Of a value that isn't null.</summary>
    public static Func<object, object> Converter(TypeShape shape, LeafRule rule)
    {
        if (shape.Item is { } item) return List(shape, item, Converter(item, rule));
        if (rule.IdOf is { } type) return id => GlobalId.Parse((string)id, type);
        return Leaf(shape.Type);
    }

    static Func<object, object> Leaf(Type type)
    {
        if (type == typeof(DateTime)) return value => ((DateTimeOffset)value).UtcDateTime;
        if (type == typeof(JsonDocument)) return value => JsonDocument.Parse(((JsonElement)value).GetRawText());
        if (type == typeof(JsonNode)) return value => JsonNode.Parse(((JsonElement)value).GetRawText())!;
        return NarrowTypes.Contains(type) ? value => Narrow(value, type) : value => value;
    }

    static object Narrow(object value, Type type)
    {
        try
        {
            return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw new CoercionException($"{value} is out of range.");
        }
    }

    static Func<object, object> List(TypeShape shape, TypeShape item, Func<object, object> convert)
    {
        var element = item.IsNullable && item.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(item.Type) : item.Type;
        var make = (shape.Type.IsAssignableFrom(element.MakeArrayType()) ? ToArrayMethod : ToListMethod)
            .MakeGenericMethod(element).CreateDelegate<Func<IEnumerable<object?>, object>>();
        return values => make(((IEnumerable)values).Cast<object?>().Select(value => value is null ? null : convert(value)));
    }

    static object ToArray<T>(IEnumerable<object?> values) => values.Select(value => (T)value!).ToArray();
    static object ToList<T>(IEnumerable<object?> values) => values.Select(value => (T)value!).ToList();
    static object ToOptional<T>(object? value, bool isGiven) => isGiven ? new Optional<T>((T)value!) : default(Optional<T>);

    static MethodInfo Method(string name) => typeof(InputValues).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
