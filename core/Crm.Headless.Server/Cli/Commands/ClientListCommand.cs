using System.Text.Json;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ClientListCommand : Command
{
    public override string Name => "client list";
    public override string Summary => "Lists the API clients and their keys, without the secrets.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        var any = false;
        await foreach (var client in host.ListAsync(
            "id name status scopes lastUsedAt unit { name code } keys(first: 50) { nodes { id hint createdAt expiresAt revokedAt lastUsedAt } }"))
        {
            any = true;
            await input.Out.WriteLineAsync(Describe(client));
            foreach (var key in client.GetProperty("keys").GetProperty("nodes").EnumerateArray()) await input.Out.WriteLineAsync(DescribeKey(key));
        }
        if (!any) await input.Out.WriteLineAsync("There is no API client. \"crm client create\" makes one.");
        return 0;
    }

    static string Describe(JsonElement client)
    {
        var unit = client.GetProperty("unit") is { ValueKind: JsonValueKind.Object } bound ? $"unit {bound.GetProperty("name").GetString()}" : "whole organisation";
        var scopes = string.Join(' ', client.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        return $"{client.GetProperty("name").GetString()}  {client.GetProperty("status").GetString()!.ToLowerInvariant()}  {unit}"
            + $"  last used {At(client, "lastUsedAt") ?? "never"}\n  client_id {client.GetProperty("id").GetString()}\n  {scopes}";
    }

    static string DescribeKey(JsonElement key) =>
        $"  key {key.GetProperty("id").GetString()} (...{key.GetProperty("hint").GetString()})  made {At(key, "createdAt")}"
        + (At(key, "revokedAt") is { } revoked ? $"  revoked {revoked}" : $"  expires {At(key, "expiresAt") ?? "never"}")
        + $"  last used {At(key, "lastUsedAt") ?? "never"}";

    static string? At(JsonElement record, string field) => record.GetProperty(field).GetString();
}
