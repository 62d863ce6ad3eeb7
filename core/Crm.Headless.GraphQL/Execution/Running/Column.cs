using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// What one field was resolved to for each object of a group. Objects among the results are flattened into the groups of the
/// next level; <see cref="Starts"/> and <see cref="Children"/> lead the writer back to them.
/// </summary>
sealed class Column(FieldPlan field)
{
    public FieldPlan Field { get; } = field;

    /// <summary>Per parent; a value may be <see cref="Failed"/>, or an <see cref="Exception"/>, also inside a list.</summary>
    public IReadOnlyList<object?> Results { get; set; } = [];

    /// <summary>Why there are no results at all: an error of the field for each parent.</summary>
    public Failed? Failure { get; set; }

    /// <summary>Per parent the index of its first object in <see cref="Children"/>.</summary>
    public int[] Starts { get; set; } = [];

    /// <summary>
    /// The objects of all results, in their order; null when the field returns one type, whose group has that very order.
    /// </summary>
    public List<ChildObject>? Children { get; set; }

    /// <summary>The next level's groups, beside the field's possible types; null where no object was of that type.</summary>
    public ObjectGroup?[] Groups { get; } = field.Children.Length == 0 ? [] : new ObjectGroup?[field.Children.Length];

    /// <summary>Its objects are already on their level.</summary>
    public bool IsFlattened { get; set; }

    /// <summary>Gives up what was flattened so far.</summary>
    public void Fail(Exception failure)
    {
        Failure = new(failure);
        Array.Clear(Groups);
    }

    public object? ResultOf(int parent) => Failure ?? Results[parent];
}

/// <summary>An object's place: which possible type's group, and its index there.</summary>
/// <param name="Type">-1: the value is of no possible type.</param>
readonly record struct ChildObject(int Type, int Index);
