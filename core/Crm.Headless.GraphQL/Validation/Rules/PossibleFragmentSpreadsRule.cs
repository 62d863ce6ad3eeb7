using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.5.2.3 Fragment Spread Is Possible: some object must be both of the fragment's type and of the parent's.</summary>
sealed class PossibleFragmentSpreadsRule(ValidationContext context) : ValidationRule
{
    // GetPossibleTypes() of two large interfaces is the same question again and again.
    readonly Dictionary<(CompositeType, CompositeType), bool> _overlap = [];

    public override void EnterInlineFragment(InlineFragmentNode node)
    {
        if (node.TypeCondition is null) return;
        if (context.Type is CompositeType type && !IsPossible(type, out var parent))
            context.Report($"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
    }

    public override void EnterFragmentSpread(FragmentSpreadNode node)
    {
        if (context.Fragments.Find(node.Name.Value) is not { } fragment) return;
        if (context.TypeOf(fragment.TypeCondition) is CompositeType type && !IsPossible(type, out var parent))
            context.Report(
                $"Fragment \"{node.Name}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
    }

    bool IsPossible(CompositeType type, out CompositeType? parent)
    {
        parent = context.ParentType;
        if (parent is null) return true;
        if (!_overlap.TryGetValue((parent, type), out var overlap))
            _overlap[(parent, type)] = overlap = TypeRelations.Overlap(context.Schema, parent, type);
        return overlap;
    }
}
