using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The attributes of a member. An attribute on a record's parameter, where C# puts it, belongs to the property too.</summary>
static class Annotations
{
    public static IEnumerable<Attribute> All(ICustomAttributeProvider member)
    {
        var own = member.GetCustomAttributes(inherit: true).OfType<Attribute>();
        return member is PropertyInfo property && ParameterOf(property) is { } parameter ? own.Concat(parameter.GetCustomAttributes()) : own;
    }

    public static T? Annotation<T>(this ICustomAttributeProvider member) where T : Attribute => All(member).OfType<T>().FirstOrDefault();

    public static bool Has<T>(this ICustomAttributeProvider member) where T : Attribute => All(member).OfType<T>().Any();

    /// <summary>The parameter of a record's constructor that the property is made of.</summary>
    public static ParameterInfo? ParameterOf(PropertyInfo property)
    {
        if (property.DeclaringType is not { } type || !InputTypes.IsRecord(type)) return null;
        return type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => parameter.Name == property.Name && parameter.ParameterType == property.PropertyType);
    }
}
