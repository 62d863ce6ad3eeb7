using System.Net;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>Nobody gives, or manages, more than he has.</summary>
public sealed class ApiClientRightsTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_client_cannot_give_a_scope_that_it_does_not_have(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var clerk = await host.CreateClientAsync(["clients:admin", "contacts:read"]);
        var (type, message) = await host.RefusalAsync("createApiClient", New("contacts:read", "contacts:write"), "key", clerk.Key);
        Assert.Equal("ScopeNotHeldError", type);
        Assert.Contains("contacts:write", message);
        Assert.NotNull((await host.MutateAsync("createApiClient", New("contacts:read"), "key", clerk.Key)).Text("key"));
    }

    [Theory]
    [InlineData("addApiClientKey", "clientId")]
    [InlineData("disableApiClient", "id")]
    [InlineData("enableApiClient", "id")]
    [InlineData("updateApiClient", "id")]
    public async Task A_client_cannot_touch_one_that_has_more(string mutation, string argument)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var clerk = await host.CreateClientAsync(["clients:admin"]);
        var other = await host.CreateClientAsync(["contacts:read"]);
        var input = new Dictionary<string, string> { [argument] = other.Id };
        Assert.Equal("ScopeNotHeldError", (await host.RefusalAsync(mutation, input, "apiClient { id }", clerk.Key)).Type);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(other.Key));
    }

    [Fact]
    public async Task A_client_cannot_revoke_the_key_of_one_that_has_more()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var clerk = await host.CreateClientAsync(["clients:admin"]);
        var other = await host.CreateClientAsync(["contacts:read"]);
        Assert.Equal("ScopeNotHeldError", (await host.RefusalAsync("revokeApiClientKey", new { id = other.KeyId }, "apiClient { id }", clerk.Key)).Type);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_client_of_a_unit_gives_nothing_beyond_its_unit(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var (mall, store, elsewhere) = (await UnitAsync(host), "", await UnitAsync(host));
        store = await UnitAsync(host, mall);
        var clerk = await host.CreateClientAsync(["clients:admin", "contacts:read"], new { id = mall });

        Assert.Equal("UnitNotHeldError", (await host.RefusalAsync("createApiClient", New("contacts:read"), "key", clerk.Key)).Type);
        Assert.Equal("NotFoundError", (await host.RefusalAsync("createApiClient", New(elsewhere), "key", clerk.Key)).Type);
        Assert.NotNull((await host.MutateAsync("createApiClient", New(store), "key", clerk.Key)).Text("key"));
        Assert.NotNull((await host.MutateAsync("createApiClient", New(mall), "key", clerk.Key)).Text("key"));
        Assert.Equal("UnitNotHeldError", (await host.RefusalAsync("updateApiClient", new { id = clerk.Id, unit = (object?)null }, "apiClient { id }", clerk.Key)).Type);

        object New(string unit) => unit.Contains(':')
            ? new { name = $"n {Guid.NewGuid():N}", scopes = new[] { unit } }
            : new { name = $"n {Guid.NewGuid():N}", scopes = new[] { "contacts:read" }, unit = new { id = unit } };
    }

    [Fact]
    public async Task An_unknown_scope_is_refused_by_name_with_the_list_of_declared_ones()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var (type, message) = await host.RefusalAsync("createApiClient", New("contacts:raed", "contacts:read"), "key");
        Assert.Equal("UnknownScopeError", type);
        Assert.Contains("There is no scope contacts:raed. Declared are: ", message);
        Assert.Contains("contacts:read, contacts:write", message);
    }

    [Fact]
    public async Task Nobody_is_given_everything()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        Assert.Equal("UnknownScopeError", (await host.RefusalAsync("createApiClient", New("*"), "key")).Type);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_name_is_given_once(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read"]);
        foreach (var name in new[] { client.Name, "admin", "System" })
            Assert.Equal("ApiClientNameInUseError", (await host.RefusalAsync("createApiClient", new { name, scopes = new[] { "contacts:read" } }, "key")).Type);
    }

    [Fact]
    public async Task A_key_that_would_have_expired_already_is_not_made()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var input = new { clientId = client.Id, expiresAt = host.Clock.GetUtcNow().AddSeconds(-1) };
        Assert.Equal("ExpiryInPastError", (await host.RefusalAsync("addApiClientKey", input, "key")).Type);
    }

    static object New(params string[] scopes) => new { name = $"n {Guid.NewGuid():N}", scopes };

    static async Task<string> UnitAsync(CrmTestHost host, string? parent = null) =>
        (await host.ChangeAsync("createUnit", new { name = "Unit", kind = "STORE", parent = parent is null ? null : new { id = parent } }, "unit { id }")).Id();
}
