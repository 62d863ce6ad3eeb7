using System.Net;
using System.Text.Json;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>A storefront's backend gets a token for one of its customers.</summary>
public sealed class MemberExchangeTests(Hosts hosts) : IClassFixture<Hosts>
{
    static readonly string[] Shop = ["members:exchange", "contacts:read", "interactions:read"];

    [Theory]
    [OnSqlite("contact"), OnPostgreSql("contact")]
    [OnSqlite("identity"), OnPostgreSql("identity")]
    [OnSqlite("external-id"), OnPostgreSql("external-id")]
    public async Task A_contact_is_found_by_its_id_an_identity_or_a_key_of_another_system(DatabaseKind kind, string type)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(Shop);
        var member = await MemberAsync(host);
        var answer = await host.ExchangeAsync(client, type, member.Token(type));
        Assert.True(answer.Status == 200, answer.Body.ToString());
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", answer.Text("issued_token_type"));
        Assert.Equal("contacts:read interactions:read", answer.Text("scope"));
        var (_, payload) = TokenCalls.Parts(answer.Text("access_token"));
        Assert.Equal((member.Id, client.Id, true), (payload.Text("sub"), payload.GetProperty("act").Text("client_id"), payload.GetProperty("crm_member").GetBoolean()));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(answer.Text("access_token")));
    }

    [Fact]
    public async Task The_token_has_what_was_asked_for_and_the_client_has()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(Shop);
        var answer = await host.ExchangeAsync(client, "contact", (await MemberAsync(host)).Id, ("scope", "contacts:read accounts:read members:exchange"));
        Assert.Equal("contacts:read", answer.Text("scope"));
    }

    [Fact]
    public async Task A_client_without_the_right_gets_none()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var answer = await host.ExchangeAsync(await host.CreateClientAsync(["contacts:read"]), "contact", (await MemberAsync(host)).Id);
        Assert.Equal((400, "unauthorized_client"), (answer.Status, answer.Text("error")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Nobody_an_archived_one_one_of_another_unit_and_nonsense_are_told_the_same(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var (own, other) = (await UnitAsync(host), await UnitAsync(host));
        var below = await UnitAsync(host, own);
        var client = await host.CreateClientAsync(Shop, new { id = own });
        var archived = await MemberAsync(host, own);
        await host.ChangeAsync("archiveContact", new { id = archived.Id }, "contact { id }");
        var answers = new List<TokenAnswer>();
        foreach (var (type, token) in new[]
        {
            ("contact", archived.Id), ("identity", archived.Token("identity")), ("contact", (await MemberAsync(host, other)).Id),
            ("contact", (await MemberAsync(host)).Id), ("contact", "nonsense"), ("identity", "{"), ("identity", """{"provider":"\u0000"}"""), ("contact", client.Id),
        })
            answers.Add(await host.ExchangeAsync(client, type, token));
        Assert.All(answers, answer => Assert.Equal((400, "invalid_request", "The subject_token names nobody whom this client may act for."), (answer.Status, answer.Text("error"), answer.Text("error_description"))));

        foreach (var unit in new[] { own, below }) Assert.Equal(200, (await host.ExchangeAsync(client, "contact", (await MemberAsync(host, unit)).Id)).Status);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_turned_out_to_be_somebody_else_too_gets_a_token_for_the_survivor_and_the_old_one_ends(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(Shop);
        var (survivor, merged) = (await MemberAsync(host), await MemberAsync(host));
        var before = (await host.ExchangeAsync(client, "contact", merged.Id)).Text("access_token");
        await host.ChangeAsync("mergeContacts", new { survivorId = survivor.Id, mergedId = merged.Id }, "contact { id }");
        await host.UntilRefusedAsync(before);
        foreach (var type in new[] { "contact", "identity", "external-id" })
        {
            var answer = await host.ExchangeAsync(client, type, merged.Token(type));
            Assert.True(answer.Status == 200, $"{type}: {answer.Body}");
            Assert.Equal(survivor.Id, TokenCalls.Parts(answer.Text("access_token")).Payload.Text("sub"));
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_s_token_ends_with_its_contact(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var member = await MemberAsync(host);
        var token = (await host.ExchangeAsync(await host.CreateClientAsync(Shop), "contact", member.Id)).Text("access_token");
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(token));
        await host.ChangeAsync("archiveContact", new { id = member.Id }, "contact { id }");
        await host.UntilRefusedAsync(token);
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("narrowed")]
    public async Task A_member_s_token_ends_with_its_client_s_right(string how)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(Shop);
        var token = (await host.ExchangeAsync(client, "contact", (await MemberAsync(host)).Id)).Text("access_token");
        if (how == "disabled") await host.MutateAsync("disableApiClient", new { id = client.Id }, ApiClientCalls.Selection);
        else await host.MutateAsync("updateApiClient", new { id = client.Id, scopes = new[] { "contacts:read" } }, ApiClientCalls.Selection);
        await host.UntilRefusedAsync(token);
    }

    static async Task<Member> MemberAsync(CrmTestHost host, string? unit = null)
    {
        var key = Guid.NewGuid().ToString("N");
        var contact = await host.ChangeAsync("createContact", new
        {
            givenName = "Mei",
            identities = new[] { new { provider = "wechat-unionid", issuer = "platform", subject = key } },
            externalIds = new[] { new { source = "shop", value = key } },
            units = unit is null ? [] : new[] { new { id = unit } },
        }, "contact { id }");
        return new(contact.Id(), key);
    }

    static async Task<string> UnitAsync(CrmTestHost host, string? parent = null) =>
        (await host.ChangeAsync("createUnit", new { name = "Unit", kind = "STORE", parent = parent is null ? null : new { id = parent } }, "unit { id }")).Id();

    sealed record Member(string Id, string Key)
    {
        public string Token(string type) => type switch
        {
            "identity" => JsonSerializer.Serialize(new { provider = "wechat-unionid", issuer = "platform", subject = Key }),
            "external-id" => JsonSerializer.Serialize(new { source = "shop", value = Key }),
            _ => Id,
        };
    }
}
