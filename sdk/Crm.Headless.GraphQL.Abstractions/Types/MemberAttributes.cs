namespace Crm.Headless.GraphQL;

/// <summary>The name in the schema, where the convention (camelCase, without Get and Async) doesn't fit.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>A name of the spec: letters, digits and _, not beginning with a digit or __.</summary>
    public string Name { get; } = name;
}

/// <summary>The description in the schema, where there is no <c>///</c> summary to take.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>Markdown, written for a developer of an API client.</summary>
    public string Description { get; } = description;
}

/// <summary>Still works, should no longer be used (spec section 3.13.3).</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>Why, and what to use instead.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Not part of the schema.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The default of an argument or input field.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    /// <summary>A CLR constant; null is the default null.</summary>
    public object? Value { get; } = value;
}

/// <summary>Shown as <c>ID</c>: a Guid as the global id of the declaring type, a string as it is.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class IDAttribute : Attribute;

/// <summary>Shown as <c>ID</c>: the global id of a <typeparamref name="T"/>; an id of another type is refused.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class IDAttribute<T> : Attribute;

/// <summary>
/// The type implements <c>Node</c> and can be fetched by <c>node(id:)</c>. Its key is the property <c>Id</c>; its
/// <see cref="NodeResolverAttribute">node resolver</see> stands in its class or in an <see cref="ObjectTypeAttribute{T}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute : Attribute;

/// <summary>Fetches nodes: keys in, a dictionary by key out, as a batch resolver, or an <c>IQueryable</c> of the type.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;
