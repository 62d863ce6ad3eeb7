namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// How types in positions relate. Lists and non-nulls have no identity of their own, so they are compared by what they wrap.
/// </summary>
static class TypeRelations
{
    public static bool AreSame(GraphQLType left, GraphQLType right) => (left, right) switch
    {
        (NonNullType a, NonNullType b) => AreSame(a.OfType, b.OfType),
        (ListType a, ListType b) => AreSame(a.OfType, b.OfType),
        _ => left == right,
    };

    /// <summary>Whether every value of <paramref name="type"/> is one of <paramref name="super"/>: IsSubType() of section 3.6.</summary>
    public static bool IsSubType(GraphQLSchema schema, GraphQLType type, GraphQLType super) => (type, super) switch
    {
        (NonNullType a, NonNullType b) => IsSubType(schema, a.OfType, b.OfType),
        (NonNullType a, _) => IsSubType(schema, a.OfType, super),
        (ListType a, ListType b) => IsSubType(schema, a.OfType, b.OfType),
        (CompositeType a, CompositeType b) => schema.IsSubType(b, a),
        _ => type == super,
    };

    /// <summary>Whether some object is of both types (section 5.5.2.3).</summary>
    public static bool Overlap(GraphQLSchema schema, CompositeType left, CompositeType right)
    {
        if (left == right) return true;
        if (left is ObjectType) return schema.IsSubType(right, left);
        if (right is ObjectType) return schema.IsSubType(left, right);
        return schema.PossibleTypes(left).Any(type => schema.IsSubType(right, type));
    }

    /// <summary>
    /// Whether a client that reads <paramref name="before"/> can read <paramref name="after"/>, types of two schemas: it may promise
    /// more.
    /// </summary>
    public static bool IsSafeOutput(GraphQLType before, GraphQLType after) => (before, after) switch
    {
        (NonNullType a, NonNullType b) => IsSafeOutput(a.OfType, b.OfType),
        (_, NonNullType b) => IsSafeOutput(before, b.OfType),
        (ListType a, ListType b) => IsSafeOutput(a.OfType, b.OfType),
        _ => HaveSameName(before, after),
    };

    /// <summary>
    /// Whether a client that gives <paramref name="before"/> can go on giving it, types of two schemas: it may ask for less.
    /// </summary>
    public static bool IsSafeInput(GraphQLType before, GraphQLType after) => (before, after) switch
    {
        (NonNullType a, NonNullType b) => IsSafeInput(a.OfType, b.OfType),
        (NonNullType a, _) => IsSafeInput(a.OfType, after),
        (ListType a, ListType b) => IsSafeInput(a.OfType, b.OfType),
        _ => HaveSameName(before, after),
    };

    /// <summary>The same type written down, for types of two schemas.</summary>
    public static bool HaveSameName(GraphQLType left, GraphQLType right) => left.ToString() == right.ToString();
}
