using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>A field's type as the writer needs it: which nulls may stand, where lists are, who writes a leaf.</summary>
sealed class ValueShape
{
    public bool IsNonNull { get; }

    /// <summary>The items' shape; null when it isn't a list.</summary>
    public ValueShape? Item { get; }
    public ScalarType? Scalar { get; }
    public EnumNames? Enum { get; }
    public bool IsComposite { get; }

    public ValueShape(GraphQLType type, Func<EnumType, EnumNames> namesOf)
    {
        IsNonNull = type.IsNonNull;
        IsComposite = type.Named is CompositeType;
        Item = type.Nullable is ListType list ? new(list.OfType, namesOf) : null;
        Scalar = type.Named as ScalarType;
        Enum = type.Named is EnumType names ? namesOf(names) : null;
    }
}
