using System.Reflection;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>The properties of the rows that a selection reads, the keys of what hangs on them included.</summary>
static class RowColumns
{
    /// <summary>Null: the whole row, because a resolver asks for it.</summary>
    public static IReadOnlySet<PropertyInfo>? Of(IEnumerable<FieldSelection> fields)
    {
        var columns = new HashSet<PropertyInfo>();
        foreach (var field in fields)
        {
            if (field.Field.Reads is not { } properties) return null;
            columns.UnionWith(properties);
        }
        return columns;
    }

    public static IReadOnlySet<PropertyInfo>? OfPage(FieldSelection page) => Of(page.Children.SelectMany(NodesOf));

    static IEnumerable<FieldSelection> NodesOf(FieldSelection part) => part.Field.Name switch
    {
        "nodes" => part.Children,
        "edges" => part.Children.Where(child => child.Field.Name == "node").SelectMany(node => node.Children),
        _ => [],
    };
}
