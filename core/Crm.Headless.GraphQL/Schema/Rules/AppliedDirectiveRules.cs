using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Section 3.13: the arguments of the directives that stand in a type system document fit the directives' definitions.</summary>
static class AppliedDirectiveRules
{
    static readonly ValidationOptions ValuesOnly = new()
    {
        Rules = [new(nameof(ValuesOfCorrectTypeRule), context => new ValuesOfCorrectTypeRule(context))],
    };

    /// <summary>The rule for operations does it, as soon as there is a schema that knows the directives.</summary>
    public static IReadOnlyList<GraphQLError> Check(GraphQLSchema schema, DocumentNode document) =>
        DocumentValidator.ValidateSdl(document, schema, ValuesOnly);
}
