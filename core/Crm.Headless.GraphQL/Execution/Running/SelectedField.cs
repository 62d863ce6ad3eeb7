using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>A planned field under the conditions of one request, as resolvers see it.</summary>
sealed class SelectedField(FieldPlan plan, ulong conditions) : FieldSelection
{
    SelectedField[]? _children;

    public override Field Field => plan.Field;
    public override string ResponseName => plan.ResponseName;
    public override IEnumerable<FieldSelection> Children => _children ??= [.. plan.Children
        .SelectMany(children => children.Fields)
        .Where(child => !child.IsTypeName && child.IsSelected(conditions))
        .Select(child => new SelectedField(child, conditions))];
}
