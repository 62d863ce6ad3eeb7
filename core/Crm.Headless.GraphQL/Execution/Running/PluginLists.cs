using System.Collections;
using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// Copies what a plugin's field returned as a list while its time still runs: walking it may be code of the plugin, that fails, takes long or
/// has no end. A list that is too long is a fault of its field alone.
/// </summary>
sealed class PluginLists(OperationRun run, FieldPlan field, CancellationToken ct)
{
    int _items;

    public IReadOnlyList<object?> Read(IReadOnlyList<object?> results)
    {
        var read = new object?[results.Count];
        for (var i = 0; i < read.Length; i++)
        {
            try
            {
                read[i] = Read(results[i], field.Shape);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                read[i] = new Failed(failure);
            }
        }
        return read;
    }

    object? Read(object? value, ValueShape shape)
    {
        // What is no list the writer says.
        if (value is string or not IEnumerable || shape.Item is null || run.IsFailure(value, field)) return value;
        if (IsPlain(value) && shape.Item.Item is null)
        {
            if (shape.IsComposite) Count(((ICollection)value).Count);
            return value;
        }
        var items = new List<object?>();
        foreach (var item in (IEnumerable)value)
        {
            ct.ThrowIfCancellationRequested();
            Count(1);
            items.Add(Read(item, shape.Item));
        }
        return items;
    }

    void Count(int items)
    {
        if ((_items += items) > run.Options.MaxObjects)
            throw new InvalidOperationException(
                $"The resolver of \"{field.Type}.{field.Field.Name}\" returned lists of more than {run.Options.MaxObjects} items. "
                + "Return a page of them, or end what is enumerated.");
    }

    /// <summary>Walking it runs nobody's code.</summary>
    static bool IsPlain(object value) =>
        value is Array || value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(List<>);
}
