namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ClientKeyCommand : Command
{
    public override string Name => "client key";
    public override string Summary => "Makes a further key for an API client.";
    public override string Remarks =>
        "Those before it stay until they expire or \"crm client revoke\" takes them, so that the client can change over in its own time. Safe while the server runs.";

    public override IReadOnlyList<CommandArgument> Arguments => [new("NAME", "The name of the client.")];
    public override IReadOnlyList<CommandOption> Options => [KeyExpiry.Option];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var expires = KeyExpiry.Read(input);
        await using var host = await ApiHost.OpenAsync(input, ct);
        var client = await host.FindAsync(input.Arguments[0], ct);
        var made = await host.ChangeAsync("addApiClientKey", new() { ["clientId"] = client, ["expiresAt"] = expires }, "key", ct);
        await input.Out.WriteLineAsync(made.GetProperty("key").GetString());
        await input.Error.WriteLineAsync($"This is a new key of \"{input.Arguments[0]}\". It is stored hashed and shown only now.");
        return 0;
    }
}
