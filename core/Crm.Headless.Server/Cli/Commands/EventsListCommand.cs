using System.Globalization;
using Crm.Headless.Server.Events;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class EventsListCommand : Command
{
    public override string Name => "events list";
    public override string Summary => "Lists the events that handlers of plugins failed on.";
    public override string Remarks =>
        "Such an event waits, and with it the later events of its contact or account; those of others go on. It is tried again by itself"
        + " at growing distances, and after too many attempts when \"crm events retry\" asks for it.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ParkedLanesHost.OpenAsync(input, ct);
        var lanes = await host.Lanes.ListAsync(handler: null, ct);
        foreach (var lane in lanes) await input.Out.WriteLineAsync(Describe(lane));
        if (lanes.Count == 0) await input.Out.WriteLineAsync("No event is parked.");
        return 0;
    }

    static string Describe(ParkedLane lane)
    {
        var next = lane.NextAt is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "when asked for";
        return $"{lane.Handler}  event {lane.Sequence}  waiting {lane.Events}  attempts {lane.Attempts}  next {next}\n  {lane.LastError}";
    }
}
