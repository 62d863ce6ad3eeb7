using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.5.1.4 Fragments Must Be Used: each fragment must be the target of at least one spread in the document.</summary>
sealed class NoUnusedFragmentsRule(ValidationContext context) : ValidationRule
{
    public override void LeaveDocument(DocumentNode node)
    {
        var used = node.Operations.SelectMany(context.Fragments.ReachableFrom).Select(fragment => fragment.Name.Value).ToHashSet();
        foreach (var fragment in node.Fragments)
            if (!used.Contains(fragment.Name.Value)) context.Report($"Fragment \"{fragment.Name}\" is never used.", fragment);
    }
}
