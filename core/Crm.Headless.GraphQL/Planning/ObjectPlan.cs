using System.Text.Json;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>The fields selected on objects of one type at one place of the operation.</summary>
/// <param name="order">
/// Per field, the places of its occurrences among all of the selection set: decides the order when conditions leave some out.
/// </param>
sealed class ObjectPlan(ObjectType type, FieldPlan[] fields, int[][] order)
{
    readonly bool _isFixed = Array.TrueForAll(fields, field => field.Conditions[0].IsAlways);

    public ObjectType Type { get; } = type;
    public JsonEncodedText EncodedTypeName { get; } = JsonEncodedText.Encode(type.Name);

    /// <summary>With every condition met.</summary>
    public FieldPlan[] Fields { get; } = fields;

    /// <summary>The fields of this request, in the order in which they first appear (spec section 6.3.2).</summary>
    public FieldPlan[] Select(ulong variables)
    {
        if (_isFixed) return Fields;
        return [.. Fields
            .Select((field, index) => (Field: field, Places: order[index], First: field.FirstOccurrence(variables)))
            .Where(entry => entry.First >= 0)
            .OrderBy(entry => entry.Places[entry.First])
            .Select(entry => entry.Field)];
    }
}
