using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>The four arguments of a connection.</summary>
static class PageDefinition
{
    public static IReadOnlyList<InputValue> Arguments(SchemaDraft draft)
    {
        var number = draft.Outputs.Use(draft.Scalars["Int"]);
        var cursor = draft.Outputs.Use(draft.Scalars["String"]);
        return
        [
            new("first", number) { Description = "Rows from the beginning." },
            new("after", cursor) { Description = "Only rows behind this cursor." },
            new("last", number) { Description = "Rows from the end." },
            new("before", cursor) { Description = "Only rows before this cursor." },
        ];
    }

    /// <param name="index">Where <c>first</c> stands among the field's arguments.</param>
    public static PageArguments Read(FieldArguments arguments, int index) =>
        new((int?)arguments[index], (string?)arguments[index + 1], (int?)arguments[index + 2], (string?)arguments[index + 3]);
}
