using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>A field as selected in this operation, merged and with <c>@skip</c> and <c>@include</c> decided for this request.</summary>
public abstract class FieldSelection
{
    public abstract Field Field { get; }
    public abstract string ResponseName { get; }

    /// <summary>
    /// The fields selected below it, of all its possible object types; empty for a leaf. <c>__typename</c> isn't among them.
    /// </summary>
    public abstract IEnumerable<FieldSelection> Children { get; }

    public bool Selects(string fieldName) => Children.Any(child => child.Field.Name == fieldName);
}
