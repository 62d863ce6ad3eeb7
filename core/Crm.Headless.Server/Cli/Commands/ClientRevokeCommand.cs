namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ClientRevokeCommand : Command
{
    public override string Name => "client revoke";
    public override string Summary => "Revokes a key of an API client.";
    public override string Remarks => "A running server takes it no more within a second, and closes the connections that it opened.";
    public override IReadOnlyList<CommandArgument> Arguments => [new("KEY-ID", "The id of the key, as \"crm client list\" shows it; not the key itself.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        await host.ChangeAsync("revokeApiClientKey", new() { ["id"] = input.Arguments[0] }, "apiClient { id }", ct);
        await input.Out.WriteLineAsync("The key is revoked.");
        return 0;
    }
}
