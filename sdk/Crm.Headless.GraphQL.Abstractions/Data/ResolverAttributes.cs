namespace Crm.Headless.GraphQL;

/// <summary>
/// The parameter is the object whose field is resolved. On <c>T</c>: a computed field, synchronous and without services. In a
/// <see cref="BatchResolverAttribute">batch resolver</see>: <c>IReadOnlyList&lt;T&gt;</c> for all parents at once, or, with
/// <see cref="Key"/>, the values of one of their properties.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute(string? key = null) : Attribute
{
    /// <summary>A property of the parent whose values are handed in instead of the parents; null: the parents themselves.</summary>
    public string? Key { get; } = key;
}

/// <summary>
/// Called once for all parents of a selection. Returns (a task of) one result per parent, in their order, or a dictionary by
/// the parent or its key; a key that is absent gives null.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BatchResolverAttribute : Attribute;

/// <summary>
/// The resolver's <c>IQueryable</c> is composed over all parents: a child belongs to the parent whose
/// <see cref="ParentKey"/> equals its <see cref="ChildKey"/>. The engine reads the children of all parents at once.
/// Filters and orders of the parent type can go through it, see <see cref="UseFilteringAttribute"/>.
/// </summary>
/// <param name="parentKey">A property of the parent; a null there has no child.</param>
/// <param name="childKey">A property of the child.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JoinAttribute(string parentKey, string childKey) : Attribute
{
    /// <summary>A property of the parent.</summary>
    public string ParentKey { get; } = parentKey;

    /// <summary>A property of the child.</summary>
    public string ChildKey { get; } = childKey;
}

/// <summary>
/// The field is one object or null: the only row of the <c>IQueryable</c>. With <see cref="JoinAttribute"/> the only child.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseSingleOrDefaultAttribute : Attribute;

/// <summary>The <c>IQueryable</c> is served as a connection with keyset cursors (Relay's cursor connections).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    /// <summary>Rows when neither <c>first</c> nor <c>last</c> is given.</summary>
    public int DefaultPageSize { get; init; } = 10;

    /// <summary>The most that <c>first</c> or <c>last</c> may ask for; more is refused.</summary>
    public int MaxPageSize { get; init; } = 50;
}

/// <summary>
/// On a list: the field takes <c>where</c>. On a field with <see cref="JoinAttribute"/>: the parent's filter input has this
/// field as well, as a nested filter (for a list with <c>all none some any</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseFilteringAttribute : Attribute;

/// <summary>
/// On a list: the field takes <c>order</c>. On a single child with <see cref="JoinAttribute"/>: the parent's sort input has
/// this field as well, as a nested order.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseSortingAttribute : Attribute
{
    /// <summary>The order when none is given: properties, each with an optional <c> DESC</c>, such as <c>"OccurredAt DESC"</c>.</summary>
    public string[] Default { get; init; } = [];
}

/// <summary>The property is in the object type, but neither in its filter nor in its sort input.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class NotFilterableAttribute : Attribute;

/// <summary>
/// The property is compared by contents: <c>contains</c>, <c>startsWith</c>, <c>endsWith</c> and sorting ignore case and width, by
/// a normalized twin that the host keeps beside it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SearchableAttribute : Attribute;

/// <summary>
/// A mutation's exception that the client may see: it appears in the payload's <c>errors</c>, as an object type named after it
/// (<c>FooException</c> becomes <c>FooError</c>) with its message and its public properties.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ErrorAttribute<T> : Attribute where T : Exception;
