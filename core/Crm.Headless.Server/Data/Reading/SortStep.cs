using System.Linq.Expressions;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>One step of the order: nulls last in both directions.</summary>
/// <param name="Name">For the cursor's fingerprint.</param>
/// <param name="Key">The value of an element of <see cref="Rows"/>, of a type that has an order in the database.</param>
sealed record SortStep(string Name, Func<Expression, Expression> Key, bool IsNullable, bool Descending)
{
    /// <summary>Also where a child that the step passes through is there.</summary>
    public bool IsNullableInChild { get; init; } = IsNullable;

    /// <summary>
    /// The steps of the request, then the primary key in the direction of the last one: without it equal rows would have no order, with
    /// it one index serves both directions.
    /// </summary>
    public static IReadOnlyList<SortStep> Of(QueryRequest request, Rows rows, ReadContext context)
    {
        var steps = new List<SortStep>();
        foreach (var node in request.Sort)
            Add(steps, Of(node, rows, context));
        var entity = context.Db.Model.FindEntityType(request.Source.ElementType);
        var key = entity?.FindPrimaryKey()?.Properties.Select(property => property.PropertyInfo).ToList();
        if (key is null || key.Contains(null))
            throw new InvalidOperationException(
                $"Rows of {request.Source.ElementType.Name} can't be paged, because they have no key to order them by. Return an IQueryable of an entity.");
        var descending = steps.Count > 0 && steps[^1].Descending;
        foreach (var property in key)
            Add(steps, Of(new SortNode([], [property!], descending), rows, context));
        return steps;
    }

    static void Add(List<SortStep> steps, SortStep step)
    {
        if (steps.All(known => known.Name != step.Name))
            steps.Add(step);
    }

    static SortStep Of(SortNode node, Rows rows, ReadContext context)
    {
        var path = rows.Join(node.Through);
        var name = $"{path}.{string.Join('.', node.Path.Select(property => property.Name))}";
        var isChild = node.Through.Count > 0;
        var any = ColumnOf(Expression.Parameter(rows.Element), isChild);
        return new SortStep(name, KeyOf, any.IsNullable, node.Descending)
        {
            IsNullableInChild = isChild ? ColumnOf(Expression.Parameter(rows.Element), isOptionalRow: false).IsNullable : any.IsNullable,
        };

        Expression KeyOf(Expression element)
        {
            var column = ColumnOf(element, isChild);
            return column.Twin ?? Comparison.Sortable(column.Value);
        }

        Column ColumnOf(Expression element, bool isOptionalRow) =>
            Column.Of(isChild ? rows.Child(path, element)! : rows.Entity(element), node.Path, context.Db.Model, isOptionalRow);
    }
}
