namespace Crm.Headless.Server.Cli.Commands;

internal sealed class EventsRetryCommand : Command
{
    const string Handler = "--handler";

    public override string Name => "events retry";
    public override string Summary => "Has the events that \"crm events list\" lists handled again.";
    public override string Remarks => "A running server begins within a second, otherwise the next one that is started.";
    public override IReadOnlyList<CommandOption> Options => [new(Handler, "NAME", "Only those of this handler, as it is listed.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ParkedLanesHost.OpenAsync(input, ct);
        var retried = await host.Lanes.RetryAsync(input.Value(Handler), ParkedLanesHost.Acting(Name), ct);
        await input.Out.WriteLineAsync(retried == 0 ? "No event is parked." : $"Events to be handled again: {retried}.");
        return 0;
    }
}
