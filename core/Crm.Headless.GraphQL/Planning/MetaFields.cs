using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>The field that every composite type has without declaring it (spec section 4.1).</summary>
static class MetaFields
{
    public static Field TypeName { get; } = new("__typename", new NonNullType(new ScalarType("String"))) { Cost = 0 };
}
