using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What the annotations of a member say about its field, beyond name, type and resolver.</summary>
static class FieldFacts
{
    /// <param name="scopeOf">The class whose <c>[Authorize]</c> counts when the member has none.</param>
    public static string? Scope(MemberInfo member, Type? scopeOf)
    {
        if (member.Annotation<AuthorizeAttribute>() is { } own) return own.Scope;
        return member.Has<AllowAnonymousAttribute>() ? null : scopeOf?.GetCustomAttribute<AuthorizeAttribute>()?.Scope;
    }

    public static bool IsPersonal(MemberInfo member) => member.Has<PersonalDataAttribute>();

    public static double Cost(MemberInfo member) => member.Annotation<CostAttribute>()?.Weight ?? 1;

    public static int? ListSize(MemberInfo member) => member.Annotation<ListSizeAttribute>()?.AssumedSize;
}
