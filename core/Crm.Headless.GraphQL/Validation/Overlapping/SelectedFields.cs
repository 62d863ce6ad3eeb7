using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>A field where it is selected, with the type it is selected on and its definition, both as far as they are known.</summary>
readonly record struct SelectedField(CompositeType? Parent, FieldNode Node, Field? Definition);

/// <summary>The fields of a selection set by response name, inline fragments included, and the fragments that it spreads.</summary>
/// <param name="id">A number of its own among all selection sets, by which pairs of them are remembered.</param>
sealed class SelectedFields(int id)
{
    readonly OrderedDictionary<string, FragmentDefinitionNode> _spreads = [];

    public int Id { get; } = id;
    public OrderedDictionary<string, List<SelectedField>> ByResponseName { get; } = [];

    /// <summary>The selections of the fragments that it spreads.</summary>
    public IReadOnlyList<SelectedFields> Fragments { get; private set; } = [];

    public static SelectedFields Of(int id, ValidationContext context, CompositeType? parent, SelectionSetNode set)
    {
        var fields = new SelectedFields(id);
        fields.Add(context, parent, set);
        return fields;
    }

    /// <summary>Later than the rest, when it is known to others: a fragment may spread itself.</summary>
    public void Resolve(Func<FragmentDefinitionNode, SelectedFields> find)
    {
        if (Fragments.Count < _spreads.Count) Fragments = [.. _spreads.Values.Select(find)];
    }

    void Add(ValidationContext context, CompositeType? parent, SelectionSetNode set)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    var definition = parent is null ? null : MetaFields.Find(context.Schema, parent, field.Name.Value);
                    Add(new SelectedField(parent, field, definition));
                    break;
                case InlineFragmentNode fragment:
                    Add(context, fragment.TypeCondition is null ? parent : context.TypeOf(fragment.TypeCondition) as CompositeType,
                        fragment.SelectionSet);
                    break;
                case FragmentSpreadNode spread when context.Fragments.Find(spread.Name.Value) is { } target:
                    _spreads.TryAdd(spread.Name.Value, target);
                    break;
            }
        }
    }

    void Add(SelectedField field)
    {
        var name = field.Node.ResponseName;
        if (!ByResponseName.TryGetValue(name, out var fields)) ByResponseName[name] = fields = [];
        fields.Add(field);
    }
}
