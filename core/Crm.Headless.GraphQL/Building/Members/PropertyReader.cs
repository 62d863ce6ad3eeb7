using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>Reads a property of an object through a delegate that is made once, when the schema is built.</summary>
static class PropertyReader
{
    static readonly MethodInfo OfClassMethod = Method(nameof(OfClass));

    public static Func<object, object?> Get(Type clr, PropertyInfo property)
    {
        if (clr.IsValueType || property.DeclaringType!.IsInterface) return property.GetValue;
        return OfClassMethod.MakeGenericMethod(property.DeclaringType, property.PropertyType).CreateDelegate<Func<PropertyInfo, Func<object, object?>>>()(property);
    }

    public static Func<object, object?> Then(this Func<object, object?> get, Func<object?, object?> convert) => parent => convert(get(parent));

    static Func<object, object?> OfClass<TParent, TValue>(PropertyInfo property) where TParent : class
    {
        var get = property.GetMethod!.CreateDelegate<Func<TParent, TValue>>();
        return parent => get((TParent)parent);
    }

    static MethodInfo Method(string name) => typeof(PropertyReader).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
