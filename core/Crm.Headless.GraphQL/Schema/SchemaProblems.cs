using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Collects what breaks the rules of a schema; each with its place where the schema comes from a document.</summary>
sealed class SchemaProblems(GraphQLSchema schema, Source? source)
{
    readonly List<GraphQLError> _errors = [];

    public GraphQLSchema Schema { get; } = schema;
    public IReadOnlyList<GraphQLError> Errors => _errors;

    public void Add(string message, SyntaxNode? place = null) => _errors.Add(SchemaValidation.Error(message, source, place));

    /// <summary>
    /// Names an element with its owner when a plugin brought it: <c>Field "Contact.points" of plugin "acme.loyalty" 1.2</c>.
    /// </summary>
    public static string Name(string kind, string coordinate, Owner owner) =>
        owner.IsCore ? $"{kind} \"{coordinate}\"" : $"{kind} \"{coordinate}\" of {owner}";
}
