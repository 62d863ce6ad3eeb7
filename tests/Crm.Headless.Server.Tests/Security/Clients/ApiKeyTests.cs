using System.Net;
using System.Text;
using System.Text.Json;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

/// <summary>The life of a client's key.</summary>
public sealed class ApiKeyTests(Hosts hosts) : IClassFixture<Hosts>
{
    static readonly string[] Scopes = ["contacts:read"];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_client_comes_in_with_its_key_under_its_own_name(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read", "contacts:write"]);
        Assert.Matches("^crm_[A-Za-z0-9_-]{64}$", client.Key);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(client.Key));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_key_is_shown_once_and_stored_hashed(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(Scopes);
        var shown = await host.QueryAsync("query($id: ID!) { apiClient(id: $id) { name keys { nodes { hint } } } }", new { id = client.Id });
        Assert.Equal(client.Key[^4..], shown.GetProperty("apiClient").GetProperty("keys").List("nodes").Single().Text("hint"));
        Assert.DoesNotContain(client.Key[4..^4], shown.ToString());
        Assert.DoesNotContain(client.Key[30..], await StoredAsync(host));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Two_keys_overlap_until_the_old_one_is_revoked(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(Scopes);
        var second = (await host.MutateAsync("addApiClientKey", new { clientId = client.Id }, "key")).Text("key")!;
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(client.Key));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(second));

        await host.MutateAsync("revokeApiClientKey", new { id = client.KeyId }, ApiClientCalls.Selection);

        await host.UntilRefusedAsync(client.Key);
        Assert.Contains("error=\"invalid_token\", error_description=\"The key was revoked\"", await host.ChallengeAsync("Bearer " + client.Key));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(second));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_key_expires_by_the_clock(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var client = await host.CreateClientAsync(Scopes, expiresAt: host.Clock.GetUtcNow().AddHours(1));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(client.Key));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Contains("error_description=\"The key has expired\"", await host.ChallengeAsync("Bearer " + client.Key));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_disabled_client_is_kept_out_until_it_is_enabled(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(Scopes);
        await host.MutateAsync("disableApiClient", new { id = client.Id }, ApiClientCalls.Selection);
        await host.UntilRefusedAsync(client.Key);
        await host.MutateAsync("enableApiClient", new { id = client.Id }, ApiClientCalls.Selection);
        await Eventually.IsAsync(async () => await host.StatusAsync(client.Key) == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("disabled")]
    [InlineData("narrowed")]
    [InlineData("expired")]
    public async Task An_open_WebSocket_is_closed_when_what_opened_it_counts_no_more(string how)
    {
        await using var host = await CrmTestHost.StartAsync();
        var client = await host.CreateClientAsync(["contacts:read", "accounts:read"], expiresAt: host.Clock.GetUtcNow().AddDays(1));
        await using var socket = await SocketClient.InitialisedAsync(host, client.Key);

        if (how == "revoked") await host.MutateAsync("revokeApiClientKey", new { id = client.KeyId }, ApiClientCalls.Selection);
        if (how == "disabled") await host.MutateAsync("disableApiClient", new { id = client.Id }, ApiClientCalls.Selection);
        if (how == "narrowed") await host.MutateAsync("updateApiClient", new { id = client.Id, scopes = Scopes }, ApiClientCalls.Selection);
        if (how == "expired") host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((4403, "Forbidden"), await socket.ReadCloseAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_last_use_shows_and_is_written_at_most_once_a_minute(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var client = await host.CreateClientAsync(Scopes);
        await host.StatusAsync(client.Key);
        var first = await LastUseAsync(host, client, other: null);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.StatusAsync(client.Key);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await host.StatusAsync(client.Key);
        var second = await LastUseAsync(host, client, other: first);
        Assert.True(DateTimeOffset.Parse(second) - DateTimeOffset.Parse(first) >= TimeSpan.FromMinutes(1), $"{first} {second}");
    }

    [Theory]
    [InlineData("Bearer crm_")]
    [InlineData("Bearer crm_admin_wrong")]
    [InlineData("Bearer crm_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_key_is_refused_by_name_of_the_error(string authorization)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        Assert.Contains("error=\"invalid_token\", error_description=\"There is no such key\"", await host.ChallengeAsync(authorization));
    }

    [Fact]
    public async Task A_right_id_with_a_wrong_secret_is_as_unknown_as_any_other()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(Scopes);
        var forged = client.Key[..40] + new string(client.Key[40..].Select(letter => letter == 'A' ? 'B' : 'A').ToArray());
        Assert.Contains("error_description=\"There is no such key\"", await host.ChallengeAsync("Bearer " + forged));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Without_a_key_nothing_is_called_an_error(string? authorization)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var challenge = await host.ChallengeAsync(authorization);
        Assert.StartsWith("Bearer resource_metadata=", challenge);
        Assert.DoesNotContain("error", challenge);
    }

    static async Task<string> LastUseAsync(CrmTestHost host, TestClient client, string? other)
    {
        while (true)
        {
            var shown = await host.QueryAsync("query($id: ID!) { apiClient(id: $id) { lastUsedAt keys { nodes { lastUsedAt } } } }", new { id = client.Id });
            var record = shown.GetProperty("apiClient");
            var (own, ofKey) = (record.Text("lastUsedAt"), record.GetProperty("keys").List("nodes").Single().Text("lastUsedAt"));
            if (own != other && ofKey != other && own is not null && ofKey is not null) return ofKey;
            await Task.Delay(100);
        }
    }

    /// <summary>All that the database holds about keys, as text.</summary>
    static async Task<string> StoredAsync(CrmTestHost host)
    {
        await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM api_client_keys";
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            for (var i = 0; i < reader.FieldCount; i++)
                values.Add(reader.GetValue(i) is byte[] bytes ? Convert.ToBase64String(bytes) + Encoding.Latin1.GetString(bytes) : $"{reader.GetValue(i)}");
        return JsonSerializer.Serialize(values);
    }
}
