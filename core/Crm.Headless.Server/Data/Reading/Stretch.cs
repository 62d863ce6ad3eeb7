using System.Linq.Expressions;

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
    public static IReadOnlyList<Stretch> Of(IReadOnlyList<SortStep> steps, bool backward) => (steps[0].IsNullable, backward) switch
    {
        (false, _) => [new(steps, HasValue: null)],
        (true, false) => [new(steps, HasValue: true), new(steps, HasValue: false)],
        (true, true) => [new(steps, HasValue: false), new(steps, HasValue: true)],
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
