using System.Linq.Expressions;
using System.Reflection;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>
/// A part of a list in its order: the rows that have a value to be ordered by first of all, or those that have none. Each is a range of an
/// index, where nulls last in one statement would have the database sort all rows for every page.
/// </summary>
/// <param name="All">The steps of the whole list.</param>
/// <param name="HasValue">Null: all rows have one, and this is the whole list.</param>
sealed record Stretch(IReadOnlyList<SortStep> All, bool? HasValue)
{
    /// <summary>In the order in which they are read.</summary>
    public static IReadOnlyList<Stretch> Of(QueryRequest request, IReadOnlyList<SortStep> steps, bool backward)
    {
        if (!steps[0].IsNullable) return [new(steps, HasValue: null)];
        Stretch some = new(steps, HasValue: true), none = new(steps, HasValue: false);
        return LeavesNone(request.Filter, request.Sort[0].Through, request.Sort[0].Path, steps[0].IsNullableInChild) ? [some] : backward ? [none, some] : [some, none];
    }

    /// <summary>Whether the filter says already that there is a value: it compares it with another, or asks for a child that always has one.</summary>
    static bool LeavesNone(FilterNode? filter, IReadOnlyList<Relation> through, IReadOnlyList<PropertyInfo> path, bool isNullableInChild) => filter switch
    {
        AndNode and => and.Conditions.Any(condition => LeavesNone(condition, through, path, isNullableInChild)),
        RelatedNode { Quantifier: Quantifier.One, Condition: { } condition } related when through.Count > 0 && through[0].Name == related.Relation.Name =>
            through.Count == 1 && !isNullableInChild || LeavesNone(condition, [.. through.Skip(1)], path, isNullableInChild),
        CompareNode { Operator: FilterOperator.Nin } or CompareNode { Operator: FilterOperator.Eq, Value: null } => false,
        CompareNode { Operator: FilterOperator.Neq, Value: not null } => false, // What is null isn't equal to it either.
        CompareNode compare => through.Count == 0 && compare.Path.Select(step => step.Name).SequenceEqual(path.Select(step => step.Name)),
        _ => false,
    };

    /// <summary>What is left to be ordered by within it.</summary>
    public IReadOnlyList<SortStep> Steps { get; } = HasValue switch
    {
        null => All,
        true => [All[0] with { IsNullable = false }, .. All.Skip(1)],
        false => [.. All.Skip(1)],
    };

    /// <summary>Whether it has rows behind the position, seen in the direction of reading.</summary>
    public bool Reaches(IReadOnlyList<object?> position, bool backward) => IsIn(position) || HasValue == backward;

    /// <summary>Whether a row is one of its own.</summary>
    public Expression Holds(Expression element) => HasValue switch
    {
        null => Comparison.True,
        true => Comparison.IsNotNull(All[0].Key(element)),
        false => Comparison.IsNull(All[0].Key(element)),
    };

    /// <summary>Whether one of its rows comes behind a position that it <see cref="Reaches"/>.</summary>
    public Expression Behind(Expression element, IReadOnlyList<object?> position, bool backward) => IsIn(position)
        ? Keyset.Behind(element, Steps, HasValue == false ? [.. position.Skip(1)] : position, backward)
        : Comparison.True;

    bool IsIn(IReadOnlyList<object?> position) => HasValue is null || HasValue == position[0] is not null;
}
