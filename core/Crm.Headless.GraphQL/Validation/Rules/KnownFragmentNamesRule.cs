using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.5.2.1 Fragment Spread Target Defined: the target of a fragment spread must be defined in the document.</summary>
sealed class KnownFragmentNamesRule(ValidationContext context) : ValidationRule
{
    public override void EnterFragmentSpread(FragmentSpreadNode node)
    {
        if (context.Fragments.Find(node.Name.Value) is null) context.Report($"Unknown fragment \"{node.Name}\".", node.Name);
    }
}
