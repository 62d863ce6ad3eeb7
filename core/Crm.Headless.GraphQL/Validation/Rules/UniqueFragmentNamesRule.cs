using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.5.1.1 Fragment Name Uniqueness: each fragment's name must be unique within the document.</summary>
sealed class UniqueFragmentNamesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, NameNode> _known = [];

    public override void EnterFragment(FragmentDefinitionNode node)
    {
        if (!_known.TryAdd(node.Name.Value, node.Name))
            context.Report($"There can be only one fragment named \"{node.Name}\".", _known[node.Name.Value], node.Name);
    }
}
