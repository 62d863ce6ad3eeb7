using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Crm.Headless.GraphQL.Scalars;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Writes a property of a value type into the answer without boxing it.</summary>
static class PropertyWriter
{
    static readonly MethodInfo OfValueMethod = Method(nameof(OfValue));
    static readonly MethodInfo OfNullableMethod = Method(nameof(OfNullable));

    /// <summary>Null when there is nothing to gain, or the leaf has no unboxed way: then the field's type writes it.</summary>
    public static Action<object, Utf8JsonWriter>? Create(Type clr, PropertyInfo property, NamedType leaf, string? idOf)
    {
        if (clr.IsValueType || property.DeclaringType!.IsInterface || !property.PropertyType.IsValueType) return null;
        var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var number = value.IsEnum ? value.GetEnumUnderlyingType() : value;
        var method = value == property.PropertyType
            ? OfValueMethod.MakeGenericMethod(property.DeclaringType, number)
            : OfNullableMethod.MakeGenericMethod(property.DeclaringType, value, number);
        return method.CreateDelegate<Func<PropertyInfo, NamedType, string?, Action<object, Utf8JsonWriter>?>>()(property, leaf, idOf);
    }

    // An enum is read as its number, which a delegate may do: code for each enum of a plugin would be compiled whenever it is loaded.
    static Action<object, Utf8JsonWriter>? OfValue<TParent, TNumber>(PropertyInfo property, NamedType leaf, string? idOf)
        where TParent : class where TNumber : struct
    {
        if (WriterOf<TNumber>(leaf, idOf) is not { } write) return null;
        var get = property.GetMethod!.CreateDelegate<Func<TParent, TNumber>>();
        return (parent, writer) => write(writer, get((TParent)parent));
    }

    static Action<object, Utf8JsonWriter>? OfNullable<TParent, T, TNumber>(PropertyInfo property, NamedType leaf, string? idOf)
        where TParent : class where T : struct where TNumber : struct
    {
        if (WriterOf<TNumber>(leaf, idOf) is not { } write) return null;
        var get = property.GetMethod!.CreateDelegate<Func<TParent, T?>>();
        return (parent, writer) =>
        {
            if (get((TParent)parent) is { } value) write(writer, Unsafe.BitCast<T, TNumber>(value));
            else writer.WriteNullValue();
        };
    }

    static Action<Utf8JsonWriter, T>? WriterOf<T>(NamedType leaf, string? idOf) where T : struct
    {
        if (idOf is not null) return As<T, Guid>((writer, key) => GlobalId.Write(writer, idOf, key));
        if (leaf is EnumType names) return new EnumWriter<T>(names).Write;
        if (leaf is IUnboxedScalar<T> scalar) return scalar.Write;
        if (typeof(T) == typeof(int)) return As<T, int>((writer, value) => writer.WriteNumberValue(value));
        if (typeof(T) == typeof(bool)) return As<T, bool>((writer, value) => writer.WriteBooleanValue(value));
        return null;
    }

    /// <summary>The two are the same type, which only the caller knows.</summary>
    static Action<Utf8JsonWriter, T> As<T, TKnown>(Action<Utf8JsonWriter, TKnown> write) => (Action<Utf8JsonWriter, T>)(object)write;

    static MethodInfo Method(string name) => typeof(PropertyWriter).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}

/// <summary>The names of an enum, found by value without boxing it.</summary>
/// <typeparam name="T">The numbers of its members, or what stands for them.</typeparam>
sealed class EnumWriter<T>(EnumType type) where T : struct
{
    readonly Dictionary<T, JsonEncodedText> _names = type.Values.Values
        .DistinctBy(value => value.Value).ToDictionary(value => (T)value.Value, value => JsonEncodedText.Encode(value.Name));

    public void Write(Utf8JsonWriter writer, T value)
    {
        if (!_names.TryGetValue(value, out var name))
            throw new CoercionException($"Enum \"{type}\" cannot represent value: \"{value}\".");
        writer.WriteStringValue(name);
    }
}
