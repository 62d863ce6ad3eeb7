using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>
/// What the steps of working a handler once need: the handler and services of one generation, and the parts of the dispatcher.
/// </summary>
sealed record HandlerRun(
    HandlerDescription Handler, IServiceProvider Services, PluginWriter Writer, Checkpoints Checkpoints, ParkingLot Parking,
    StrayCalls Strays, DispatcherOptions Options, ILogger Log)
{
    public IDbContextFactory<CrmDb> Contexts { get; } = Services.GetRequiredService<IDbContextFactory<CrmDb>>();

    /// <exception cref="StrayCallsException">It isn't called now.</exception>
    public async Task<HandlerAttempt> TryAsync(IReadOnlyList<OutboxEvent> rows, CancellationToken ct)
    {
        if (Strays.AreTooMany(Handler)) throw new StrayCallsException(Handler.Name);
        var attempt = await HandlerAttempt.RunAsync(Handler, Services, rows, Options.HandlerTimeout, ct);
        Strays.Add(attempt.Stray);
        return attempt;
    }

    /// <summary>Whether a plugin's rows were refused by the database or its model, or took too long, rather than the database being away.</summary>
    public static bool IsRefusal(Exception e) => e is DbUpdateException or InvalidOperationException or PluginTimeoutException;

    public void LogParked(OutboxEvent row, int attempts, Exception failure)
    {
        var next = Options.DelayAfter(attempts) is { } delay ? $"It is tried again in {delay}." : "It is not tried again by itself.";
        Log.LogWarning(failure,
            "{Handler} failed on event {Sequence} ({Change} of {Kind} {Record}), attempt {Attempt}. {Next} Later events of lane {Lane} wait.",
            Handler.Name, row.Sequence, row.Change, row.Type ?? row.Kind.ToString(), row.RecordId, attempts, next, row.Lane);
    }
}
