namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// Resolves level by level: every field once for all its objects, all fields of a level together (spec section 6.3.3 leaves
/// the order free, except at the root of a mutation).
/// </summary>
sealed class BreadthFirst(OperationRun run)
{
    readonly FieldCalls _calls = new(run);
    List<ObjectGroup> _level = [], _next = [];
    readonly List<Task> _pending = [];

    /// <summary>Everything of a group and below.</summary>
    public async ValueTask RunAsync(ObjectGroup root)
    {
        for (var i = 0; i < root.Fields.Length; i++) Start(root, i);
        await FinishAsync(root);
    }

    /// <summary>One field of a group and everything below it.</summary>
    public async ValueTask RunFieldAsync(ObjectGroup root, int field)
    {
        Start(root, field);
        await FinishAsync(root);
    }

    /// <summary>An error in the place of a field, which isn't begun.</summary>
    public static void Refuse(ObjectGroup root, int field, Exception reason)
    {
        if (root.Fields[field].IsReadOnWrite) return;
        (root.Columns[field] = new(root.Fields[field])).Fail(reason);
    }

    async ValueTask FinishAsync(ObjectGroup root)
    {
        _level.Clear();
        _level.Add(root);
        while (true)
        {
            foreach (var task in _pending) await task;
            _pending.Clear();
            foreach (var group in _level) Descend(group);
            if (_next.Count == 0) return;
            (_level, _next) = (_next, _level);
            _next.Clear();
            foreach (var group in _level)
                for (var i = 0; i < group.Fields.Length; i++) Start(group, i);
        }
    }

    void Start(ObjectGroup group, int index)
    {
        var field = group.Fields[index];
        if (field.IsReadOnWrite) return;
        var column = group.Columns[index] = new(field);
        if (_calls.Start(group, column) is { } task) _pending.Add(task);
    }

    void Descend(ObjectGroup group)
    {
        foreach (var column in group.Columns)
        {
            if (column is null || !column.Field.Shape.IsComposite || column.IsFlattened) continue;
            Flatten(column, group.Objects.Count);
            foreach (var child in column.Groups)
                if (child is not null) _next.Add(child);
        }
    }

    // A resolver's list may be computed while it is walked, so its failures belong to the field as well.
    void Flatten(Column column, int parents)
    {
        column.IsFlattened = true;
        try
        {
            new Flattening(run, column).Run(parents);
        }
        catch (Exception failure) when (failure is not RunAbortedException)
        {
            run.Fail(column, failure);
        }
    }
}
