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

    /// <summary>Says who may use it, be it everybody.</summary>
    public static bool HasPolicy(ICustomAttributeProvider element) =>
        element.Has<AuthorizeAttribute>() || element.Has<AllowAnonymousAttribute>();

    /// <summary>Null: it follows from the type.</summary>
    /// <param name="declaring">The class whose <c>[AllowMembers]</c> counts when the member has none.</param>
    public static bool? AllowsMembers(MemberInfo member, Type? declaring) =>
        (member.Annotation<AllowMembersAttribute>() ?? declaring?.Annotation<AllowMembersAttribute>())?.IsAllowed;

    public static bool AllowsMembers(ICustomAttributeProvider input) => input.Annotation<AllowMembersAttribute>()?.IsAllowed ?? true;

    public static double Cost(MemberInfo member) => member.Annotation<CostAttribute>()?.Weight ?? 1;

    public static int? ListSize(MemberInfo member) => member.Annotation<ListSizeAttribute>()?.AssumedSize;
}
