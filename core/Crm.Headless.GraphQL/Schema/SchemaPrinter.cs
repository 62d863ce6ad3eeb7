using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// A schema as SDL, in the order of its definition, without what every schema has. Building from the print gives the same schema.
/// </summary>
public static class SchemaPrinter
{
    /// <param name="sorted">By name instead of by definition: for comparing schemas as text.</param>
    public static string Print(GraphQLSchema schema, bool sorted = false) =>
        GraphQLPrinter.Print(new SchemaSyntax(sorted).Of(schema)) + "\n";

    public static string Print(NamedType type) => GraphQLPrinter.Print(new SchemaSyntax(sorted: false).Of(type));
}
