using System.Reflection;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>A condition on a row (the <c>where</c> argument, and row policies).</summary>
public abstract record FilterNode;

/// <summary>All of them; true when there are none.</summary>
public sealed record AndNode(IReadOnlyList<FilterNode> Conditions) : FilterNode;

/// <summary>One of them; false when there are none.</summary>
public sealed record OrNode(IReadOnlyList<FilterNode> Conditions) : FilterNode;

/// <summary>A property compared with a value.</summary>
/// <param name="Path">The property, or the way to it through values that are part of the row (an address's city).</param>
/// <param name="Value">Of the property's CLR type, null for a null test; for in and nin a list of such values.</param>
public sealed record CompareNode(IReadOnlyList<PropertyInfo> Path, FilterOperator Operator, object? Value) : FilterNode;

/// <summary>A condition on related rows.</summary>
/// <param name="Condition">Null with <see cref="Quantifier.Any"/> and <see cref="Quantifier.NotAny"/>; with <see cref="Quantifier.One"/> null tests that there is no child.</param>
public sealed record RelatedNode(Relation Relation, Quantifier Quantifier, FilterNode? Condition) : FilterNode;

/// <summary>
/// The operators of the filter inputs; <c>N...</c> are their negations. Equal and not equal know null as a value like another;
/// in every other comparison a null matches neither the operator nor its negation.
/// </summary>
public enum FilterOperator
{
    Eq, Neq, In, Nin, Gt, Ngt, Gte, Ngte, Lt, Nlt, Lte, Nlte,
    Contains, Ncontains, StartsWith, NstartsWith, EndsWith, NendsWith,
}

/// <summary><see cref="One"/> for a single child, the others for lists: <c>some all none any</c>.</summary>
public enum Quantifier { One, Some, All, None, Any, NotAny }

/// <summary>How a parent's rows find their children, see <see cref="JoinAttribute"/>.</summary>
/// <param name="Source">Gives the children's rows for a request; made from the resolver that carries the attribute.</param>
public sealed record Relation(
    string Name, PropertyInfo ParentKey, PropertyInfo ChildKey, Type ChildType, bool IsList, Func<IServiceProvider, IQueryable> Source);

/// <summary>One step of an order.</summary>
/// <param name="Through">Single relations to pass, outermost first.</param>
/// <param name="Path">As in <see cref="CompareNode"/>.</param>
public sealed record SortNode(IReadOnlyList<Relation> Through, IReadOnlyList<PropertyInfo> Path, bool Descending);
