using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.2.2.1 Operation Name Uniqueness: each named operation must be unique within the document when referred to by its name.
/// </summary>
sealed class UniqueOperationNamesRule(ValidationContext context) : ValidationRule
{
    readonly Dictionary<string, NameNode> _known = [];

    public override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Name is null || _known.TryAdd(node.Name.Value, node.Name)) return;
        context.Report($"There can be only one operation named \"{node.Name}\".", _known[node.Name.Value], node.Name);
    }
}
