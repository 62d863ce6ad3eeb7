using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.3.3 Leaf Field Selections: a scalar or enum must have no selection set, an object, interface or union must have one.
/// </summary>
sealed class ScalarLeafsRule(ValidationContext context) : ValidationRule
{
    public override void EnterField(FieldNode node)
    {
        if (context.Type is not { } type) return;
        if (type.IsLeaf && node.SelectionSet is not null)
            context.Report($"Field \"{node.Name}\" must not have a selection since type \"{type}\" has no subfields.", node.SelectionSet);
        else if (!type.IsLeaf && node.SelectionSet is null)
            context.Report($"Field \"{node.Name}\" of type \"{type}\" must have a selection of subfields. "
                + $"Did you mean \"{node.Name} {{ ... }}\"?", node);
    }
}
