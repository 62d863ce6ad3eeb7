using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

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
        RetryParkedEventsInput input, ParkedLanes lanes, CancellationToken ct) => new(await lanes.RetryAsync(input.Handler, ct));
}

/// <summary>Which parked events are handled again.</summary>
/// <param name="Handler">Only those of this handler; null: all.</param>
sealed record RetryParkedEventsInput(string? Handler = null);

/// <summary>What is handled again.</summary>
/// <param name="Retried">How many entries of <c>parkedEvents</c> are tried; what comes of it shows there.</param>
sealed record RetryParkedEventsPayload(int Retried);
