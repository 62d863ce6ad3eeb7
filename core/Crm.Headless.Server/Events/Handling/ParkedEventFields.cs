using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Events;

[QueryType]
static class ParkedEventQueries
{
    const int Most = 500;

    /// <summary>
    /// What the plugins' handlers failed on, the oldest first: one entry per handler and contact or account, whose later events wait.
    /// </summary>
    /// <param name="handler">Only of this handler; null: of all.</param>
    /// <param name="first">At most so many, 1 to 500.</param>
    [Authorize("plugins:admin"), ListSize(Most)]
    public static async Task<IReadOnlyList<ParkedLane>> GetParkedEventsAsync(
        string? handler, [DefaultValue(100)] int first, ParkedLanes lanes, CancellationToken ct) => first is < 1 or > Most
            ? throw new PageSizeException(first, Most)
            : [.. (await lanes.ListAsync(handler, ct)).Take(first)];
}

[MutationType]
static class ParkedEventMutations
{
    /// <summary>
    /// Has parked events handled again, also those that were tried too often to be tried by themselves. Ask for it when the cause is gone.
    /// </summary>
    [Authorize("plugins:admin")]
    public static async Task<RetryParkedEventsPayload> RetryParkedEventsAsync(
        RetryParkedEventsInput input, ParkedLanes lanes, Actor actor, CancellationToken ct) => new(await lanes.RetryAsync(input.Handler, actor, ct));

    /// <summary>
    /// Has a handler of a plugin handle events again that it has handled already, because it was wrong and is mended. It gets those of core as
    /// their records are now, and its plugin has to cope with what it has dealt with before.
    /// </summary>
    [Authorize("plugins:admin"), Error<EventHandlerNotFoundException>, Error<ReplayStartException>]
    public static async Task<ReplayEventsPayload> ReplayEventsAsync(ReplayEventsInput input, EventReplay replay, Actor actor, CancellationToken ct) =>
        input.From is null == input.Since is null
            ? throw new ReplayStartException()
            : new(await replay.RunAsync(input.Handler, input.From, input.Since, actor, ct));
}

/// <summary>Which events are handled again, and by whom.</summary>
/// <param name="Handler">The plugin and its class, as <c>plugins { adds { handlers } }</c> lists them.</param>
/// <param name="From">The sequence of the first event. Give it or <c>since</c>.</param>
/// <param name="Since">When the first event was committed, or before it.</param>
sealed record ReplayEventsInput(string Handler, long? From = null, DateTimeOffset? Since = null);

/// <summary>What is handled again.</summary>
/// <param name="Events">How many events come again, those included that don't concern the handler.</param>
sealed record ReplayEventsPayload(long Events);

/// <summary>Which parked events are handled again.</summary>
/// <param name="Handler">Only those of this handler; null: all.</param>
sealed record RetryParkedEventsInput(string? Handler = null);

/// <summary>What is handled again.</summary>
/// <param name="Retried">How many entries of <c>parkedEvents</c> are tried; what comes of it shows there.</param>
sealed record RetryParkedEventsPayload(int Retried);
