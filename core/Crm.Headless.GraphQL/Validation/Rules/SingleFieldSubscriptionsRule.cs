using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.2.4.1 Single Root Field: a subscription must select exactly one root field, which is no introspection field, and must not use
/// @skip or @include on its root selection set.
/// </summary>
sealed class SingleFieldSubscriptionsRule(ValidationContext context) : ValidationRule
{
    public override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Operation != OperationType.Subscription || context.Schema.Subscription is not { } root) return;
        var name = node.Name is null ? "Anonymous Subscription" : $"Subscription \"{node.Name}\"";
        var selected = new SelectedFields(context, root);
        selected.Collect(node.SelectionSet);

        if (selected.Conditions.Count > 0)
        {
            context.Report($"{name} must not use `@skip` or `@include` directives in the top level selection.", [.. selected.Conditions]);
            return;
        }
        if (selected.Fields.Count == 0) context.Report($"{name} must select one top level field.", node.SelectionSet);
        if (selected.Fields.Count > 1)
            context.Report(
                $"{name} must select only one top level field.", [.. selected.Fields.Values.Skip(1).SelectMany(fields => fields)]);
        foreach (var fields in selected.Fields.Values)
            if (fields[0].Name.Value.StartsWith("__", StringComparison.Ordinal))
                context.Report($"{name} must not select an introspection top level field.", [.. fields]);
    }

    /// <summary>CollectSubscriptionFields() of the spec.</summary>
    sealed class SelectedFields(ValidationContext context, ObjectType root)
    {
        readonly HashSet<string> _visited = [];
        // The selection sets that are open, the innermost on top: in the order of the text, and without recursion through fragments.
        readonly Stack<IEnumerator<SelectionNode>> _open = new();

        public OrderedDictionary<string, List<FieldNode>> Fields { get; } = [];
        public List<DirectiveNode> Conditions { get; } = [];

        public void Collect(SelectionSetNode set)
        {
            Open(set);
            while (_open.TryPeek(out var selections))
            {
                if (selections.MoveNext()) Collect(selections.Current);
                else _open.Pop().Dispose();
            }
        }

        void Open(SelectionSetNode set) => _open.Push(set.Selections.GetEnumerator());

        void Collect(SelectionNode selection)
        {
            Conditions.AddRange(selection.Directives.Where(directive => directive.Name.Value is "skip" or "include"));
            switch (selection)
            {
                case FieldNode field: Add(field); break;
                case InlineFragmentNode fragment when Applies(fragment.TypeCondition): Open(fragment.SelectionSet); break;
                case FragmentSpreadNode spread when _visited.Add(spread.Name.Value):
                    if (context.Fragments.Find(spread.Name.Value) is { } found && Applies(found.TypeCondition)) Open(found.SelectionSet);
                    break;
            }
        }

        void Add(FieldNode field)
        {
            if (!Fields.TryGetValue(field.ResponseName, out var fields)) Fields[field.ResponseName] = fields = [];
            fields.Add(field);
        }

        bool Applies(NamedTypeNode? condition) => condition is null
            || (context.TypeOf(condition) is CompositeType type && context.Schema.IsSubType(type, root));
    }
}
