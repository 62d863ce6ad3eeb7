namespace Crm.Headless.GraphQL;

/// <summary>Who may use the type or field: principals with this scope, such as <c>contacts:read</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class AuthorizeAttribute(string scope) : Attribute
{
    /// <summary>As declared by core or a plugin.</summary>
    public string Scope { get; } = scope;
}

/// <summary>Every authenticated principal may use the type or field.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class AllowAnonymousAttribute : Attribute;

/// <summary>Tells something about a person: masked, and neither filtered nor sorted by, without <c>personal-data:read</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Method)]
public sealed class PersonalDataAttribute : Attribute;
