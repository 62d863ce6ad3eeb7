namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ClientDisableCommand : Command
{
    public override string Name => "client disable";
    public override string Summary => "Keeps an API client out: neither its keys nor its tokens are taken.";
    public override string Remarks => "A running server keeps it out within a second, and closes its connections. \"crm client enable\" lets it in again.";
    public override IReadOnlyList<CommandArgument> Arguments => [new("NAME", "The name of the client.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        await host.ChangeAsync("disableApiClient", new() { ["id"] = await host.FindAsync(input.Arguments[0], ct) }, "apiClient { id }", ct);
        await input.Out.WriteLineAsync($"\"{input.Arguments[0]}\" is disabled.");
        return 0;
    }
}

internal sealed class ClientEnableCommand : Command
{
    public override string Name => "client enable";
    public override string Summary => "Lets a disabled API client in again.";
    public override IReadOnlyList<CommandArgument> Arguments => [new("NAME", "The name of the client.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        await host.ChangeAsync("enableApiClient", new() { ["id"] = await host.FindAsync(input.Arguments[0], ct) }, "apiClient { id }", ct);
        await input.Out.WriteLineAsync($"\"{input.Arguments[0]}\" is enabled.");
        return 0;
    }
}
