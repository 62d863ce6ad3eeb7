using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Not in the specification: introspection may follow at most two lists of fields or types inside each other. Answers grow by the size of
/// the schema with each such level, and no tool needs more.
/// </summary>
sealed class MaxIntrospectionDepthRule(ValidationContext context) : ValidationRule
{
    const int MaxLists = 3;

    readonly List<FieldNode> _roots = [];
    readonly Dictionary<string, int> _listsIn = [];

    public override void EnterField(FieldNode node)
    {
        if (node.Name.Value is "__schema" or "__type") _roots.Add(node);
    }

    public override void LeaveDocument(DocumentNode node)
    {
        if (_roots.Count == 0) return;
        foreach (var fragment in node.Fragments) Measure(fragment);
        foreach (var root in _roots)
            if (ListsBelow(root) >= MaxLists) context.Report("Maximum introspection depth exceeded", root);
    }

    // Each fragment is measured once and after those that it spreads. Cycles are left to the rule about them: they count nothing here.
    void Measure(FragmentDefinitionNode start)
    {
        var pending = new Stack<(FragmentDefinitionNode Fragment, bool IsReady)>([(start, false)]);
        var entered = new HashSet<string>();
        while (pending.TryPop(out var step))
        {
            var name = step.Fragment.Name.Value;
            if (step.IsReady) _listsIn[name] = ListsIn(step.Fragment.SelectionSet);
            if (step.IsReady || _listsIn.ContainsKey(name) || !entered.Add(name)) continue;
            pending.Push((step.Fragment, true));
            foreach (var spread in context.Fragments.SpreadsIn(step.Fragment))
                if (context.Fragments.Find(spread.Name.Value) is { } target) pending.Push((target, false));
        }
    }

    int ListsIn(SelectionSetNode set)
    {
        var most = 0;
        foreach (var selection in set.Selections) most = Math.Max(most, ListsBelow(selection));
        return most;
    }

    int ListsBelow(SelectionNode selection) => selection switch
    {
        FieldNode field => (IsList(field) ? 1 : 0) + (field.SelectionSet is null ? 0 : ListsIn(field.SelectionSet)),
        InlineFragmentNode fragment => ListsIn(fragment.SelectionSet),
        FragmentSpreadNode spread => _listsIn.GetValueOrDefault(spread.Name.Value),
        _ => 0,
    };

    static bool IsList(FieldNode field) => field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields";
}
