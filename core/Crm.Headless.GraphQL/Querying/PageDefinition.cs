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

    /// <exception cref="GraphQLException">Both ends, a negative number, or more than a page may hold.</exception>
    public static PageArguments Checked(this PageArguments page, int maxPageSize)
    {
        if (page is { First: not null, Last: not null })
            throw Refused("\"first\" and \"last\" can't be given together: take rows from one end.");
        Check("first", page.First, maxPageSize);
        Check("last", page.Last, maxPageSize);
        return page;
    }

    static void Check(string name, int? size, int max)
    {
        if (size < 0) throw Refused($"\"{name}\" must not be negative, it is {size}.");
        if (size > max)
            throw Refused($"\"{name}\" is {size}, but a page has at most {max} rows. Ask for {max}, and for the rest with \"after\" or \"before\".");
    }

    static GraphQLException Refused(string message) => new(new GraphQLError(message) { Code = ErrorCodes.BadUserInput });
}
