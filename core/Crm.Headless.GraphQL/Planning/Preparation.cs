using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Validation;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>From bytes to a plan: parse, validate, choose the operation, plan (spec sections 6.1 and 6.1.1).</summary>
sealed class Preparation(PlanningContext context, PlanCache cache)
{
    readonly ParserOptions _parsing = new() { MaxTokens = context.Options.MaxTokens };

    public PreparedOperation Prepare(ReadOnlyMemory<byte> bytes, string? operationName)
    {
        if (cache.Find(context.Schema, bytes.Span, operationName) is { } known) return known;
        if (bytes.Length > context.Options.MaxDocumentBytes)
            throw Refusal.Of(ErrorCodes.DocumentTooLarge,
                $"The document has {bytes.Length} bytes, more than {context.Options.MaxDocumentBytes}. Send a smaller one.");

        var document = cache.FindDocument(context.Schema, bytes.Span) ?? ParseValid(bytes.ToArray());
        var operation = new PreparedOperation(new Planner(context, document, Choose(document, operationName)).Plan());
        cache.Add(context.Schema, document, operationName, operation);
        return operation;
    }

    DocumentNode ParseValid(byte[] bytes)
    {
        var document = GraphQLParser.Parse(bytes, _parsing);
        if (context.Options.SkipsValidation) return document;
        var errors = DocumentValidator.Validate(context.Schema, document);
        if (errors.Count == 0) return document;
        throw new GraphQLException([.. errors.Select(error => error with { Code = error.Code ?? ErrorCodes.ValidationFailed })]);
    }

    // GetOperation of spec section 6.1.
    static OperationDefinitionNode Choose(DocumentNode document, string? name)
    {
        if (name is null)
            return document.Operations.Count() switch
            {
                1 => document.Operations.First(),
                0 => throw NotFound("Must provide an operation."),
                _ => throw NotFound("Must provide operation name if query contains multiple operations."),
            };
        return document.Operations.FirstOrDefault(operation => operation.Name?.Value == name)
            ?? throw NotFound($"Unknown operation named \"{(name.Length <= 100 ? name : name[..97] + "...")}\".");
    }

    static GraphQLException NotFound(string message) => Refusal.Of(ErrorCodes.OperationNotFound, message);
}
