using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>All objects of one type at one place of the operation, with what their fields were resolved to: one column per field.</summary>
sealed class ObjectGroup(ObjectPlan plan, FieldPlan[] fields, int capacity)
{
    public ObjectPlan Plan { get; } = plan;

    /// <summary>Those selected in this request.</summary>
    public FieldPlan[] Fields { get; } = fields;
    public List<object> Objects { get; } = new(capacity);

    /// <summary>Beside <see cref="Fields"/>; null where the field is read on write.</summary>
    public Column?[] Columns { get; } = new Column?[fields.Length];
}
