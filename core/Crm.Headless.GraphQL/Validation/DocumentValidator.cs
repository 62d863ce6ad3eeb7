using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Checks a document before it is executed or built into a schema (spec section 5). An empty list means that it is valid.
/// </summary>
public static class DocumentValidator
{
    /// <summary>Checks operations and fragments against a schema.</summary>
    public static IReadOnlyList<GraphQLError> Validate(GraphQLSchema schema, DocumentNode document, ValidationOptions? options = null) =>
        Run(schema, document, options ?? ValidationOptions.Default, ValidationRules.Specified);

    /// <summary>Checks definitions and extensions of a type system for what can be seen in the document alone (spec section 3).</summary>
    /// <param name="extending">The schema that the document extends; null when it stands alone.</param>
    public static IReadOnlyList<GraphQLError> ValidateSdl(
        DocumentNode document, GraphQLSchema? extending = null, ValidationOptions? options = null) =>
        Run(extending, document, options ?? ValidationOptions.Default, ValidationRules.TypeSystem);

    static IReadOnlyList<GraphQLError> Run(
        GraphQLSchema? schema, DocumentNode document, ValidationOptions options, IReadOnlyList<ValidationRuleFactory> defaultRules)
    {
        var context = new ValidationContext(schema, document, options);
        var rules = (options.Rules ?? defaultRules).Select(rule => rule.Create(context)).ToArray();
        new DocumentWalker(context, rules).Walk();
        return context.Errors;
    }
}
