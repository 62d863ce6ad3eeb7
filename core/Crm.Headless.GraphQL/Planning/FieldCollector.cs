using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>One place where a field is selected.</summary>
/// <param name="Place">Counts up in the order of the document, fragments expanded.</param>
readonly record struct Occurrence(FieldNode Node, Condition Condition, int Place);

/// <summary>CollectFields of spec section 6.3.2 for one object type, with conditions kept instead of decided.</summary>
sealed class FieldCollector(
    GraphQLSchema schema,
    ObjectType type,
    Dictionary<string, FragmentDefinitionNode> fragments,
    ConditionVariables conditions,
    PlanBudget budget)
{
    readonly OrderedDictionary<string, List<Occurrence>> _fields = [];
    readonly Dictionary<string, List<Condition>> _visited = [];
    int _place, _nesting;

    /// <summary>By response name, in the order of their first appearance.</summary>
    public IEnumerable<KeyValuePair<string, List<Occurrence>>> Fields => _fields;

    public void Collect(SelectionSetNode set, Condition outer)
    {
        foreach (var selection in set.Selections)
        {
            var condition = outer & conditions.Of(selection.Directives);
            if (condition.IsNever) continue;
            switch (selection)
            {
                case FieldNode field: Add(field, condition); break;
                case FragmentSpreadNode spread: Spread(spread.Name.Value, condition); break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition): Collect(inline.SelectionSet, condition); break;
            }
        }
    }

    void Add(FieldNode field, Condition condition)
    {
        budget.CountField(field);
        if (!_fields.TryGetValue(field.ResponseName, out var occurrences)) _fields.Add(field.ResponseName, occurrences = []);
        occurrences.Add(new(field, condition, _place++));
    }

    void Spread(string name, Condition condition)
    {
        budget.CountSpread();
        if (!fragments.TryGetValue(name, out var fragment) || !Applies(fragment.TypeCondition)) return;
        if (!_visited.TryGetValue(name, out var before)) _visited.Add(name, before = []);
        if (before.Exists(earlier => earlier.IsImpliedBy(condition))) return;
        before.Add(condition);
        budget.CheckNesting(++_nesting);
        Collect(fragment.SelectionSet, condition);
        _nesting--;
    }

    // DoesFragmentTypeApply of spec section 6.3.2.
    bool Applies(NamedTypeNode? condition) =>
        condition is null
        || schema.TryGetType(condition.Name.Value, out var named) && named is CompositeType composite && schema.IsSubType(composite, type);
}
