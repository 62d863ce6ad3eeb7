using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>A field where it is selected, with the type it is selected on and its definition, both as far as they are known.</summary>
readonly record struct SelectedField(CompositeType? Parent, FieldNode Node, Field? Definition);

/// <summary>The fields of a selection set by response name, inline fragments included, and the fragments that it spreads.</summary>
sealed class SelectedFields
{
    public OrderedDictionary<string, List<SelectedField>> ByResponseName { get; } = [];
    public OrderedDictionary<string, FragmentDefinitionNode> Fragments { get; } = [];

    public static SelectedFields Of(ValidationContext context, CompositeType? parent, SelectionSetNode set)
    {
        var fields = new SelectedFields();
        fields.Add(context, parent, set);
        return fields;
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
                    Fragments.TryAdd(spread.Name.Value, target);
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
