using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Http;

/// <summary>
/// Listens for a subscription and answers each event, on whatever generation is current then and what of it exists for who listens.
/// Between the events it holds none, so that plugins come and go under open subscriptions.
/// </summary>
internal sealed class Subscriptions(
    Generations generations, EventGate gate, Authenticator authenticator, KeyWatch keys, IHostApplicationLifetime lifetime)
{
    /// <summary>Ends with the client, and with the server.</summary>
    /// <exception cref="RefusedRequestException">The key isn't the key any more.</exception>
    public async IAsyncEnumerable<OperationResult> RunAsync(
        OperationRequest request, ReadOnlyMemory<byte> document, CrmPrincipal user, [EnumeratorCancellation] CancellationToken ct)
    {
        using var key = keys.Watch(user);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping, key.Revoked);
        var events = await ListenAsync(request, document, user, ending.Token);
        await using var source = events.GetAsyncEnumerator(ending.Token);
        while (await NextAsync(source, ending.Token))
        {
            var (answer, isLast) = await AnswerAsync(request, document, user, source.Current, ct);
            using (answer)
                if (answer is not null) yield return answer;
            if (isLast) yield break;
        }
        if (key.Revoked.IsCancellationRequested) throw Authenticator.Refusal();
    }

    async Task<IAsyncEnumerable<object>> ListenAsync(
        OperationRequest request, ReadOnlyMemory<byte> document, CrmPrincipal user, CancellationToken ct)
    {
        await using var world = LeasedWorld.Open(generations, user);
        var operation = world.Executor.Prepare(document, request.OperationName);
        return await world.Executor.SubscribeAsync(operation, request.VariableSets[0], world.Scope, ct);
    }

    /// <summary>False: no more events, the client left, the server stops, or the key was reset.</summary>
    static async ValueTask<bool> NextAsync(IAsyncEnumerator<object> events, CancellationToken ending)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Null: the event is about something that the user doesn't see, or doesn't see any more.</summary>
    /// <returns>Also whether it is the last one: a plugin whose fields are asked for is gone, or has changed them.</returns>
    async Task<(OperationResult? Answer, bool IsLast)> AnswerAsync(
        OperationRequest request, ReadOnlyMemory<byte> document, CrmPrincipal user, object message, CancellationToken ct)
    {
        if (!await authenticator.IsStillValidAsync(user, ct)) throw Authenticator.Refusal();
        using var turn = await gate.EnterAsync(ct);
        await using var world = LeasedWorld.Open(generations, user, request.ReportsCost);
        if (await world.Scope.Services.GetRequiredService<SeenEvents>().ReadAsync(message, ct) is not { } seen) return (null, false);
        PreparedOperation operation;
        try
        {
            operation = world.Executor.Prepare(document, request.OperationName);
        }
        catch (GraphQLException gone)
        {
            return (OperationResult.WithoutData(gone.Errors[0]), true);
        }
        return (await world.Executor.ExecuteEventAsync(operation, request.VariableSets[0], seen, world.Scope, ct), false);
    }
}
