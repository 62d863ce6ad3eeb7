using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.5.2.2 Fragment Spreads Must Not Form Cycles: the graph of spreads must not contain itself, directly or through others.
/// </summary>
sealed class NoFragmentCyclesRule(ValidationContext context) : ValidationRule
{
    const int MaxNamed = 20;

    readonly HashSet<string> _visited = [];

    // The way from the first fragment to the current one, with the place of each fragment on it.
    readonly List<FragmentSpreadNode> _path = [];
    readonly Dictionary<string, int> _pathIndex = [];

    public override void LeaveDocument(DocumentNode node)
    {
        foreach (var fragment in node.Fragments) Search(fragment);
    }

    // Depth first, with a stack of its own: a chain of fragments is as long as a client likes.
    void Search(FragmentDefinitionNode start)
    {
        if (!_visited.Add(start.Name.Value)) return;
        var pending = new Stack<(FragmentDefinitionNode Fragment, int Next)>();
        pending.Push((start, 0));
        _pathIndex[start.Name.Value] = 0;
        while (pending.TryPop(out var step) && !context.IsFull)
        {
            var spreads = context.Fragments.SpreadsIn(step.Fragment);
            if (step.Next == spreads.Count)
            {
                _pathIndex.Remove(step.Fragment.Name.Value);
                if (_path.Count > 0) _path.RemoveAt(_path.Count - 1);
                continue;
            }
            pending.Push((step.Fragment, step.Next + 1));
            Follow(spreads[step.Next], pending);
        }
    }

    void Follow(FragmentSpreadNode spread, Stack<(FragmentDefinitionNode Fragment, int Next)> pending)
    {
        _path.Add(spread);
        var name = spread.Name.Value;
        if (_pathIndex.TryGetValue(name, out var start))
        {
            Report(name, start);
        }
        else if (_visited.Add(name) && context.Fragments.Find(name) is { } target)
        {
            _pathIndex[name] = _path.Count;
            pending.Push((target, 0));
            return;
        }
        _path.RemoveAt(_path.Count - 1);
    }

    void Report(string name, int start)
    {
        var cycle = _path[start..];
        var via = string.Join(", ", cycle[..^1].Take(MaxNamed).Select(spread => $"\"{spread.Name}\""));
        if (cycle.Count > MaxNamed + 1) via += $" and {cycle.Count - 1 - MaxNamed} more";
        context.Report($"Cannot spread fragment \"{name}\" within itself{(via.Length == 0 ? "" : $" via {via}")}.", [.. cycle]);
    }
}
