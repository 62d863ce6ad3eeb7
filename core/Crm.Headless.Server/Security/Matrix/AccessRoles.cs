using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Security;

/// <summary>A set of rights to look at.</summary>
/// <param name="Name">As the caller calls it.</param>
/// <param name="Scopes">What it was granted; <c>*</c> is everything.</param>
/// <param name="Member">It is a member: a contact in a storefront or app.</param>
sealed record AccessRoleInput(string Name, IReadOnlyList<string> Scopes, [DefaultValue(false)] bool Member)
{
    public Access Access => new(Scopes.ToHashSet(), Member);
}

/// <summary>The roles that are looked at when nobody names others.</summary>
static class AccessRoles
{
    public const int Most = 60;

    /// <summary>Everything, everything but personal data, a member with everything, and every declared scope alone.</summary>
    public static IReadOnlyList<AccessRoleInput> Usual(DeclaredScopes scopes) =>
    [
        new("*", [Access.EveryScope], false),
        new("without personal data", [.. scopes.All.Where(scope => scope != Access.PersonalData)], false),
        new("member", [Access.EveryScope], true),
        .. scopes.All.Select(scope => new AccessRoleInput(scope, [scope], false)),
    ];
}
