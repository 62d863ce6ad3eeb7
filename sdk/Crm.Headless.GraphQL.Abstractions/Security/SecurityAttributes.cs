namespace Crm.Headless.GraphQL;

/// <summary>
/// Who may use the type, field, argument or input field: principals with this scope, such as <c>contacts:read</c>. For everybody else it
/// doesn't exist.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface
    | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class AuthorizeAttribute(string scope) : Attribute
{
    /// <summary>As declared by core or a plugin.</summary>
    public string Scope { get; } = scope;
}

/// <summary>Every authenticated principal may use the type or field, except members: see <see cref="AllowMembersAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class AllowAnonymousAttribute : Attribute;

/// <summary>
/// Also members may use it: contacts who came through a storefront or an app. It takes the scope that <c>[Authorize]</c> says all the
/// same. On a class it stands for all fields that the class declares.
/// </summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class AllowMembersAttribute(bool isAllowed = true) : Attribute
{
    /// <summary>False takes one field out of a class, or one argument out of a field.</summary>
    public bool IsAllowed { get; } = isAllowed;
}
