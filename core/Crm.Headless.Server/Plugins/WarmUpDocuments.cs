using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Operations that read a little of all that a schema offers: one for each field of Query that can be asked without arguments, with
/// one row of each list and whatever stands directly beside it. What is costly by its own word is left out: it may go through all rows
/// there are, and who asks for it expects to wait.
/// </summary>
static class WarmUpDocuments
{
    // A root field's row, and the rows beside it.
    const int Levels = 2;

    /// <summary>From this [Cost] on a field isn't tried.</summary>
    const double Costly = 100;

    public static IEnumerable<string> Of(GraphQLSchema schema) =>
        from field in schema.Query!.Fields.Values
        where IsFree(field)
        select $"{{ {Select(field, Levels)} }}";

    static string Select(Field field, int levels)
    {
        var size = field.Arguments.ContainsKey("first") ? "(first: 1)" : "";
        return field.Type.Named switch
        {
            CompositeType type => $"{field.Name}{size} {{ {Members(type, levels)} }}",
            _ => field.Name,
        };
    }

    // The rows of a connection stand on its own level; its totalCount would count all rows there are.
    static string Members(CompositeType type, int levels)
    {
        if (type is not ObjectType { Fields: var fields }) return "__typename";
        if (fields.TryGetValue("nodes", out var nodes) && fields.ContainsKey("pageInfo")) return Select(nodes, levels);
        var members = fields.Values.Where(field => IsFree(field) && (levels > 1 || field.Type.IsLeaf)).ToList();
        return string.Join(' ', members.Select(field => Select(field, levels - 1)).DefaultIfEmpty("__typename"));
    }

    static bool IsFree(Field field) => !(field.Cost >= Costly) && !field.Arguments.Values.Any(argument => argument.IsRequired);
}
