using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Rows of which the latest state is told, to each listener at the pace at which he takes it: one who is slow gets fewer states, never an older
/// one. For few listeners and few rows: each reads them for himself.
/// </summary>
/// <param name="name">The topic.</param>
/// <param name="argument">Narrows it down to one subject.</param>
abstract class StateTopic<TKey, T>(string name, string argument, ILogger log) : IStateTopic where TKey : notnull where T : class
{
    public string Name => name;

    /// <summary>All of them, in the order in which they are told.</summary>
    protected abstract Task<IReadOnlyList<State>> ReadAsync(CancellationToken ct);

    /// <summary>Completes when it is time to look again.</summary>
    protected abstract Task Changed();

    public IAsyncEnumerable<object> Listen(FieldArguments arguments, CancellationToken ct) =>
        ListenAsync(arguments.Get(argument) as string, TryReadAsync(ct), Changed(), ct);

    /// <param name="before">As it is at the moment at which somebody begins to listen.</param>
    async IAsyncEnumerable<object> ListenAsync(
        string? subject, Task<IReadOnlyList<State>> before, Task changed, [EnumeratorCancellation] CancellationToken ct)
    {
        var states = await before;
        var told = states.Where(state => !state.IsUnderWay).ToDictionary(state => state.Key, state => state.Stamp);
        while (true)
        {
            foreach (var state in states)
            {
                if (told.TryGetValue(state.Key, out var stamp) && stamp.Equals(state.Stamp)) continue;
                told[state.Key] = state.Stamp;
                if (subject is null || subject == state.Subject) yield return state.Row;
            }
            await changed.WaitAsync(ct);
            changed = Changed();
            states = await TryReadAsync(ct);
        }
    }

    async Task<IReadOnlyList<State>> TryReadAsync(CancellationToken ct)
    {
        try
        {
            return await ReadAsync(ct);
        }
        catch (Exception unreachable) when (DatabaseFault.Is(unreachable))
        {
            log.LogWarning(unreachable, "What {Topic} tells of can't be read. It is tried again.", name);
            return [];
        }
    }

    /// <param name="Subject">What the argument is compared with.</param>
    /// <param name="Stamp">Differs whenever there is something to tell.</param>
    /// <param name="IsUnderWay">It is told to somebody who begins to listen, though it hasn't changed since.</param>
    protected sealed record State(TKey Key, string Subject, object Stamp, bool IsUnderWay, T Row);
}
