using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The compiler's name of a member in a documentation file (C# standard, annex D.4.2).</summary>
static class DocumentationId
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => "T:" + TypeName(Definition(type)),
        PropertyInfo property => $"P:{TypeName(Definition(property.DeclaringType!))}.{property.Name}",
        FieldInfo field => $"F:{TypeName(Definition(field.DeclaringType!))}.{field.Name}",
        MethodBase method => $"M:{TypeName(Definition(method.DeclaringType!))}.{MethodName(method)}{Parameters(method)}",
        _ => "",
    };

    /// <summary>What a member without a comment inherits from: the members that it overrides or implements.</summary>
    public static IEnumerable<MemberInfo> Inherited(MemberInfo member)
    {
        if (member.DeclaringType is not { } type || member is not (PropertyInfo or MethodInfo)) yield break;
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            foreach (var same in ancestor.GetMember(member.Name)) yield return same;
        foreach (var same in type.GetInterfaces().SelectMany(face => face.GetMember(member.Name))) yield return same;
    }

    static string MethodName(MethodBase method) =>
        method.IsConstructor ? "#ctor" : method.IsGenericMethod ? $"{method.Name}``{method.GetGenericArguments().Length}" : method.Name;

    static string Parameters(MethodBase method)
    {
        var parameters = method.GetParameters();
        return parameters.Length == 0 ? "" : $"({string.Join(",", parameters.Select(parameter => TypeName(parameter.ParameterType)))})";
    }

    static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    static string TypeName(Type type)
    {
        if (type.IsByRef) return TypeName(type.GetElementType()!) + "@";
        if (type.IsArray) return TypeName(type.GetElementType()!) + "[]";
        if (type.IsGenericParameter) return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (type.IsGenericType && !type.IsGenericTypeDefinition)
        {
            var definition = TypeName(type.GetGenericTypeDefinition());
            return $"{definition[..definition.LastIndexOf('`')]}{{{string.Join(",", type.GetGenericArguments().Select(TypeName))}}}";
        }
        return (type.FullName ?? type.Name).Replace('+', '.');
    }
}
