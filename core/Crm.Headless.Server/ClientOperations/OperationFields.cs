using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.ClientOperations;

[MutationType, Authorize("operations:register")]
static class OperationMutations
{
    /// <summary>
    /// Says which operations the client sends, so that nobody breaks them without knowing: the plan of a change of plugins names those that
    /// would not be valid any more. Those with the same names are replaced, others stay.
    /// </summary>
    [Error<OperationInvalidException>, Error<TooManyException>]
    public static async Task<RegisterOperationsPayload> RegisterOperationsAsync(
        RegisterOperationsInput input, OperationRegistry registry, CancellationToken ct) =>
        new((await registry.RegisterAsync(input.Operations, ct)).Count);

    /// <summary>Says that the client doesn't send these operations any more. Names that it hasn't registered are passed over.</summary>
    [Error<TooManyException>]
    public static async Task<UnregisterOperationsPayload> UnregisterOperationsAsync(
        UnregisterOperationsInput input, OperationRegistry registry, CancellationToken ct) =>
        new(await registry.UnregisterAsync(input.Names, ct));
}

/// <summary>The operations that a client sends.</summary>
sealed record RegisterOperationsInput
{
    /// <summary>At most 100 at a time, and 1,000 of a client.</summary>
    public required IReadOnlyList<OperationDocumentInput> Operations { get; init; }
}

/// <summary>An operation.</summary>
sealed record OperationDocumentInput
{
    /// <summary>The name of the operation in the document.</summary>
    public required string Name { get; init; }

    /// <summary>The document, the fragments that the operation uses included.</summary>
    public required string Document { get; init; }
}

/// <summary>What was registered.</summary>
/// <param name="Registered">How many operations; null when there are errors.</param>
sealed record RegisterOperationsPayload(int? Registered);

/// <summary>The operations that a client doesn't send any more.</summary>
sealed record UnregisterOperationsInput
{
    /// <summary>Their names.</summary>
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>What was forgotten.</summary>
/// <param name="Unregistered">How many operations; null when there are errors.</param>
sealed record UnregisterOperationsPayload(int? Unregistered);

[QueryType, Authorize("plugins:admin")]
static class OperationQueries
{
    /// <summary>The operations that clients have registered, by client and name unless ordered otherwise.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["Client", "Name"])]
    public static IQueryable<RegisteredOperation> GetRegisteredOperations(IQueryable<RegisteredOperation> operations) => operations;
}

[ObjectType<RegisteredOperation>, Authorize("plugins:admin")]
static class RegisteredOperationFields
{
    [NodeResolver]
    public static IQueryable<RegisteredOperation> GetNode(IQueryable<RegisteredOperation> operations) => operations;
}
