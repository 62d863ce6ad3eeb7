using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.5.1.3 Fragments on Object, Interface or Union Types: no other type has anything to select.</summary>
sealed class FragmentsOnCompositeTypesRule(ValidationContext context) : ValidationRule
{
    public override void EnterInlineFragment(InlineFragmentNode node) => Check("Fragment", node.TypeCondition);

    public override void EnterFragment(FragmentDefinitionNode node) => Check($"Fragment \"{node.Name}\"", node.TypeCondition);

    void Check(string fragment, NamedTypeNode? condition)
    {
        if (condition is null || context.TypeOf(condition) is null or CompositeType) return;
        context.Report($"{fragment} cannot condition on non composite type \"{condition}\".", condition);
    }
}
