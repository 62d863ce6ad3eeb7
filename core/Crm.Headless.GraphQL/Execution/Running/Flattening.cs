using System.Collections;
using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>Turns the results of a field into the groups of objects of the next level.</summary>
sealed class Flattening(OperationRun run, Column column)
{
    int _count;

    public void Run(int parents)
    {
        if (column.Failure is not null) return;
        if (column.Field.Shape.Item is not null) MakeListsReadable(parents);
        column.Starts = new int[parents];
        for (var i = 0; i < parents; i++)
        {
            column.Starts[i] = _count;
            Flatten(column.Results[i], column.Field.Shape);
        }
    }

    void Flatten(object? value, ValueShape shape)
    {
        if (value is null || run.IsFailure(value, column.Field)) return;
        if (shape.Item is null)
        {
            Add(value);
            return;
        }
        var list = (IList)value;
        for (var i = 0; i < list.Count; i++) Flatten(list[i], shape.Item);
    }

    void Add(object value)
    {
        if (column.Field.IsIntrospection) run.CountIntrospection();
        else run.CountObject();
        _count++;
        if (column.Field.ReturnsOneType)
        {
            GroupOf(0).Objects.Add(value);
            return;
        }
        var slot = column.Field.ChildOf(run.FindType(value));
        var group = slot < 0 ? null : GroupOf(slot);
        (column.Children ??= []).Add(new(slot, group?.Objects.Count ?? 0));
        group?.Objects.Add(value);
    }

    ObjectGroup GroupOf(int slot) => column.Groups[slot] ??= run.NewGroup(column.Field.Children[slot], ExpectedObjects);

    int ExpectedObjects => column.Results is [ICollection list] ? list.Count : column.Results.Count;

    // Lists are walked twice, now and when they are written. What isn't an array may be computed anew or grow in between, as
    // the collection of a tracked entity does: it is copied.
    void MakeListsReadable(int parents)
    {
        object?[]? copies = null;
        for (var i = 0; i < parents; i++)
        {
            var result = column.Results[i];
            var readable = Readable(result, column.Field.Shape);
            if (ReferenceEquals(result, readable)) continue;
            column.Results = copies ??= [.. column.Results];
            copies[i] = readable;
        }
    }

    object? Readable(object? value, ValueShape shape)
    {
        if (value is null || shape.Item is null || run.IsFailure(value, column.Field)) return value;
        if (value is string or not IEnumerable) return NotAList(value);
        if (value is Array && shape.Item.Item is null) return value;
        var items = new List<object?>(value is ICollection list ? list.Count : 4);
        foreach (var item in (IEnumerable)value)
        {
            if (items.Count > run.Options.MaxObjects) throw run.TooManyObjects();
            items.Add(Readable(item, shape.Item));
        }
        return items;
    }

    InvalidOperationException NotAList(object value) =>
        new($"The resolver of \"{column.Field.Type}.{column.Field.Field.Name}\" returned {value.GetType().Name}, which is no list.");
}
