using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Schemas made by hand, for what SDL can't say: owners, costs, CLR types.</summary>
static class Schemas
{
    public static GraphQLSchema WithQuery(params Field[] fields) => With([], fields);

    public static GraphQLSchema With(IEnumerable<NamedType> types, params Field[] fields)
    {
        var query = new ObjectType("Query") { Fields = Fields(fields) };
        return new([query, .. types], [], query, null, null);
    }

    public static FieldMap<Field> Fields(params Field[] fields) => new(fields, field => field.Name);
}
