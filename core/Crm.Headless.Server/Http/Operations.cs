using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Http;

/// <summary>Runs operations for every transport, on the generation that is current and on what exists of it for who asks.</summary>
internal sealed class Operations(
    Generations generations, PersistedOperations persisted, RateLimits rates, OperationGate gate, Subscriptions subscriptions,
    AuditLog audit)
{
    /// <summary>
    /// One answer for a query or mutation (one for each set of variables), as many as there are events for a subscription. An answer is
    /// valid until the next one is asked for; however slowly it is sent, it holds no connection and no one's place.
    /// </summary>
    /// <exception cref="GraphQLException">The document doesn't parse, doesn't validate, is unknown or over a limit.</exception>
    /// <exception cref="RefusedRequestException">The transport can't carry this operation, or the server is busy.</exception>
    public async IAsyncEnumerable<OperationResult> RunAsync(
        OperationRequest request, CrmPrincipal user, [EnumeratorCancellation] CancellationToken ct)
    {
        rates.Count(user, request.VariableSets.Count);
        var document = persisted.DocumentOf(request);
        var (type, cost) = LookAt(request, document, user);
        persisted.Register(request);
        CheckTransport(request, type);

        if (type == OperationType.Subscription)
        {
            await foreach (var answer in subscriptions.RunAsync(request, document, user, ct)) yield return answer;
            yield break;
        }
        var answers = await ExecuteAsync(request, document, cost, user, ct);
        using var unsent = gate.CountUnsent(answers.Sum(answer => (long)answer.Json.Length));
        foreach (var answer in answers)
            using (answer) yield return answer;
    }

    (OperationType Type, double Cost) LookAt(OperationRequest request, ReadOnlyMemory<byte> document, CrmPrincipal user)
    {
        using var lease = generations.Lease();
        try
        {
            var operation = lease.Generation.Executors.For(user.Access).Prepare(document, request.OperationName);
            return (operation.Operation, operation.MostCost * request.VariableSets.Count);
        }
        catch (GraphQLException refused) when (IsValidForOthers(lease.Generation, request, document))
        {
            audit.Denied("NOT_GRANTED", user, null, NotGranted.NameOf(refused.Errors[0], lease.Generation.Schema));
            throw;
        }
    }

    /// <summary>Whether an operation that was refused asks for what exists, but not for who asked.</summary>
    static bool IsValidForOthers(Generation generation, OperationRequest request, ReadOnlyMemory<byte> document)
    {
        try
        {
            generation.Executors.For(Access.Everything).Prepare(document, request.OperationName);
            return true;
        }
        catch (GraphQLException)
        {
            return false;
        }
    }

    async Task<IReadOnlyList<OperationResult>> ExecuteAsync(
        OperationRequest request, ReadOnlyMemory<byte> document, double cost, CrmPrincipal user, CancellationToken ct)
    {
        using var turn = await gate.EnterAsync(cost, ct);
        await using var world = LeasedWorld.Open(generations, user, request.ReportsCost);
        var operation = world.Executor.Prepare(document, request.OperationName);
        var scope = request.IsBatch ? world.Scope with { Budget = new() } : world.Scope;
        var answers = new List<OperationResult>(request.VariableSets.Count);
        try
        {
            foreach (var variables in request.VariableSets)
                answers.Add(await world.Executor.ExecuteAsync(operation, variables, scope, ct));
            return answers;
        }
        catch (OutOfMemoryException)
        {
            answers.ForEach(answer => answer.Dispose());
            throw OperationGate.ShortOfMemory();
        }
    }

    static void CheckTransport(OperationRequest request, OperationType operation)
    {
        if (request.IsSafe && operation == OperationType.Mutation)
            throw new RefusedRequestException(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED",
                "A mutation can't be sent with GET. Send it with POST.")
            { Header = ("Allow", "POST") };
        if (operation != OperationType.Subscription) return;
        if (!request.CanStream)
            throw new RefusedRequestException(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE",
                "A subscription has many answers. Accept text/event-stream, or use a WebSocket with the protocol graphql-transport-ws.");
        if (request.IsBatch)
            throw RefusedRequestException.Malformed("A subscription runs with one set of variables: \"variables\" must be an object.");
    }
}
