using System.Text.Json.Nodes;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ClientCreateCommand : Command
{
    const string Scopes = "--scopes", Unit = "--unit";

    public override string Name => "client create";
    public override string Summary => "Creates an API client, and prints its first key.";
    public override string Remarks =>
        """
        The key is for "Authorization: Bearer", and as client_secret for a token from /oauth/token. It is stored hashed and shown only now.
        Safe while the server runs.
        """;

    public override IReadOnlyList<CommandArgument> Arguments => [new("NAME", "The name of the client, unique.")];

    public override IReadOnlyList<CommandOption> Options =>
    [
        new(Scopes, "SCOPES", "What it may do, such as \"contacts:read accounts:read\"."),
        new(Unit, "CODE", "It sees the records of this unit and of those below; left out: of the whole organisation."),
        KeyExpiry.Option,
    ];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        var scopes = ScopeList.Read((input.Value(Scopes) ?? throw new UsageException("crm client create needs --scopes \"contacts:read ...\".")).Replace(',', ' '));
        var expires = KeyExpiry.Read(input);
        await using var host = await ApiHost.OpenAsync(input, ct);
        var made = await host.ChangeAsync("createApiClient", new()
        {
            ["name"] = input.Arguments[0],
            ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]),
            ["unit"] = input.Value(Unit) is { } code ? new JsonObject { ["code"] = code } : null,
            ["expiresAt"] = expires,
        }, "key apiClient { id }", ct);
        await input.Out.WriteLineAsync(made.GetProperty("key").GetString());
        await input.Error.WriteLineAsync(
            $"This is the key of \"{input.Arguments[0]}\". It is stored hashed and shown only now. As client_id at /oauth/token: "
            + made.GetProperty("apiClient").GetProperty("id").GetString());
        return 0;
    }
}
