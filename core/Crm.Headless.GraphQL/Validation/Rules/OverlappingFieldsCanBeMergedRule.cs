using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.3.2 Field Selection Merging: fields of one response name must be the same field with the same arguments, and what they return must
/// merge. Fields that can never meet, because their parents are different object types, only need the same shape.
/// </summary>
sealed class OverlappingFieldsCanBeMergedRule(ValidationContext context) : ValidationRule
{
    readonly FieldConflicts _conflicts = new(context);

    public override void EnterSelectionSet(SelectionSetNode node)
    {
        if (_conflicts.IsOverLimit) return;
        foreach (var conflict in _conflicts.Within(node, context.ParentType))
            context.Report($"Fields \"{conflict.ResponseName}\" conflict because {conflict.Reason()}. "
                + "Use different aliases on the fields to fetch both if this was intentional.", [.. conflict.Left, .. conflict.Right]);
        if (_conflicts.Limit is { } limit) context.Report(limit, node);
    }
}
