using System.Globalization;
using Crm.Headless.Server.Events;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class EventsReplayCommand : Command
{
    const string From = "--from", Handler = "--handler";

    public override string Name => "events replay";
    public override string Summary => "Has a handler of a plugin handle events again that it has handled already.";
    public override string Remarks =>
        """
        For a handler that was wrong and is mended. It gets the events as their records are now, and its plugin has to cope with those that it has
        dealt with before. A running server begins within a second, otherwise the next one that is started.
        """;

    public override IReadOnlyList<CommandOption> Options =>
    [
        new(From, "WHERE", "The first event: its sequence, or a time such as 2026-03-01T00:00:00Z."),
        new(Handler, "NAME", "The handler, such as acme.visits/Visits.VisitsCounting."),
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var handler = input.Value(Handler) ?? throw new UsageException("crm events replay needs --handler NAME.");
        var (sequence, time) = Read(input.Value(From) ?? throw new UsageException("crm events replay needs --from WHERE."));
        await using var host = await ParkedLanesHost.OpenAsync(input, ct);
        await input.Out.WriteLineAsync($"Events to be handled again: {await RunAsync(host, handler, sequence, time, ct)}.");
        return 0;
    }

    async Task<long> RunAsync(ParkedLanesHost host, string handler, long? sequence, DateTimeOffset? time, CancellationToken ct)
    {
        try
        {
            return await host.Replay.RunAsync(handler, sequence, time, ParkedLanesHost.Acting(Name), ct);
        }
        catch (EventHandlerNotFoundException unknown)
        {
            throw new StartupException(unknown.Message);
        }
    }

    static (long?, DateTimeOffset?) Read(string from)
    {
        if (long.TryParse(from, CultureInfo.InvariantCulture, out var sequence)) return (sequence, null);
        return DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (null, time)
            : throw new UsageException($"--from is the sequence of an event or a time such as 2026-03-01T00:00:00Z, and not \"{from}\".");
    }
}
