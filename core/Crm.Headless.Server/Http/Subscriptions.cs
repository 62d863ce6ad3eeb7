using System.Runtime.CompilerServices;
using System.Security.Claims;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Http;

/// <summary>Listens for a subscription and answers each event, on whatever generation is current then.</summary>
internal sealed class Subscriptions(Generations generations, OperationGate gate, Authenticator authenticator, IHostApplicationLifetime lifetime)
{
    public async IAsyncEnumerable<OperationResult> RunAsync(
        OperationRequest request, ReadOnlyMemory<byte> document, ClaimsPrincipal user, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        while (!ending.IsCancellationRequested)
        {
            await using var world = LeasedWorld.Open(generations, user);
            using var listening = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, world.Generation.Retiring);
            var operation = world.Generation.Executor.Prepare(document, request.OperationName);
            var events = await world.Generation.Executor.SubscribeAsync(operation, request.VariableSets[0], world.Scope, listening.Token);
            await using var source = events.GetAsyncEnumerator(listening.Token);
            while (await NextAsync(source, listening.Token))
            {
                using var answer = await AnswerAsync(request, document, user, source.Current, ending.Token);
                yield return answer;
            }
            if (!world.Generation.Retiring.IsCancellationRequested) yield break;
        }
    }

    /// <summary>False: no more events, the client left, the server stops, or the generation gives way to the next.</summary>
    static async ValueTask<bool> NextAsync(IAsyncEnumerator<object> events, CancellationToken listening)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (listening.IsCancellationRequested)
        {
            return false;
        }
    }

    async Task<OperationResult> AnswerAsync(
        OperationRequest request, ReadOnlyMemory<byte> document, ClaimsPrincipal user, object message, CancellationToken ct)
    {
        if (!await authenticator.IsStillValidAsync(user, ct)) throw Authenticator.Refusal();
        using var turn = await gate.EnterAsync(ct);
        await using var world = LeasedWorld.Open(generations, user, request.ReportsCost);
        var operation = world.Generation.Executor.Prepare(document, request.OperationName);
        return await world.Generation.Executor.ExecuteEventAsync(operation, request.VariableSets[0], message, world.Scope, ct);
    }
}
