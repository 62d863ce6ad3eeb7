using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Crm.Headless.GraphQL.Building;

/// <summary>How C# names become GraphQL names: camelCase fields without Get and Async, UPPER_SNAKE enum values, <c>...Input</c>.</summary>
static partial class Naming
{
    public static string Field(MemberInfo member)
    {
        if (member.Annotation<GraphQLNameAttribute>() is { } given) return given.Name;
        var name = member.Name;
        if (member is not MethodInfo) return Camel(name);
        if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal)) name = name[..^5];
        if (name.Length > 3 && name.StartsWith("Get", StringComparison.Ordinal) && char.IsUpper(name[3])) name = name[3..];
        return Camel(name);
    }

    public static string Argument(ParameterInfo parameter) =>
        parameter.Annotation<GraphQLNameAttribute>()?.Name ?? Camel(parameter.Name ?? "");

    public static string Output(Type type)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>(inherit: false) is { } given) return given.Name;
        var name = Bare(type);
        var isAbstract = type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]);
        return isAbstract ? name[1..] : name;
    }

    public static string Input(Type type)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>(inherit: false) is { } given) return given.Name;
        var name = Bare(type);
        return name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    public static string EnumValue(MemberInfo member) =>
        member.Annotation<GraphQLNameAttribute>()?.Name ?? UpperSnake(member.Name);

    /// <summary><c>FirstName</c> becomes <c>firstName</c>, <c>URLPath</c> becomes <c>urlPath</c>, <c>ID</c> becomes <c>id</c>.</summary>
    public static string Camel(string name)
    {
        var upper = 0;
        while (upper < name.Length && char.IsUpper(name[upper])) upper++;
        var lowered = upper <= 1 || upper == name.Length ? upper : upper - 1;
        return name[..lowered].ToLowerInvariant() + name[lowered..];
    }

    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary><c>WeChatPay</c> becomes <c>WE_CHAT_PAY</c>, <c>HTTPCall</c> becomes <c>HTTP_CALL</c>; a name in capitals stays.</summary>
    public static string UpperSnake(string name) => WordStart().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();

    static string Bare(Type type)
    {
        if (!type.IsGenericType) return type.Name;
        var name = new StringBuilder(type.Name[..type.Name.IndexOf('`')]).Append("Of");
        return name.AppendJoin("And", type.GetGenericArguments().Select(Output)).ToString();
    }
}
