using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Contacts;

public sealed class IdentityTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Identities = "contact { id version identities { id provider issuer subject } }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_identity_belongs_to_one_contact_only_and_the_refusal_names_it(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var identity = new[] { new { provider = "wechat-openid", issuer = "wx1", subject = "o1" } };
        var first = await host.ChangeAsync("createContact", new { givenName = "One", identities = identity }, "contact { id }");

        var error = await host.RefusedAsync("createContact", new { givenName = "Two", identities = identity }, "... on IdentityInUseError { contactId field }");

        Assert.Equal("IdentityInUseError", error.TypeName());
        Assert.Equal(first.Id(), error.Text("contactId"));
        Assert.Contains("removeIdentity", error.Text("message"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_subject_that_an_earlier_version_stored_readably_is_encrypted_at_the_next_start(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.ChangeAsync("createContact", new { givenName = "One", identities = new[] { new { provider = "shop", subject = "other" } } }, "contact { id }");
        await ExecuteAsync(host, "UPDATE identities SET subject = 'canary-1', subject_hash = NULL");
        await host.RestartAsync();

        var found = await host.QueryAsync("""{ contacts(where: { identities: { some: { subject: { eq: "canary-1" } } } }) { nodes { identities { subject } } } }""");

        Assert.Contains("canary-1", found.GetRawText());
        Assert.Equal(0, await host.Database.ScalarAsync("SELECT COUNT(*) FROM identities WHERE subject LIKE '%canary%' OR subject_hash IS NULL"));
        var taken = new { givenName = "Two", identities = new[] { new { provider = "shop", subject = "canary-1" } } };
        Assert.Equal("IdentityInUseError", (await host.RefusedAsync("createContact", taken, "... on IdentityInUseError { contactId }")).TypeName());
    }

    static async Task ExecuteAsync(CrmTestHost host, string sql)
    {
        await using var connection = await host.Services.GetRequiredService<Server.Data.Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_subject_at_another_issuer_is_somebody_else(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        foreach (var issuer in new[] { "wx1", "wx2" })
            await host.ChangeAsync("createContact", new { givenName = issuer, identities = new[] { new { provider = "wechat-openid", issuer, subject = "o2" } } }, "contact { id }");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_removed_identity_can_be_given_to_another_contact(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var one = await host.ChangeAsync("createContact", new { givenName = "One" }, "contact { id }");
        var two = await host.ChangeAsync("createContact", new { givenName = "Two" }, "contact { id }");
        one = await host.ChangeAsync("addIdentity", new { contactId = one.Id(), provider = "shop", subject = "7" }, Identities);
        one = await host.ChangeAsync("removeIdentity", new { id = one.List("identities")[0].Id() }, Identities);
        two = await host.ChangeAsync("addIdentity", new { contactId = two.Id(), provider = "shop", subject = "7" }, Identities);
        Assert.Empty(one.List("identities"));
        Assert.Equal("7", Assert.Single(two.List("identities")).Text("subject"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Adding_what_the_contact_has_changes_nothing(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var one = await host.ChangeAsync("createContact", new { givenName = "One", identities = new[] { new { provider = "shop", subject = "8" } } }, "contact { id }");
        one = await host.ChangeAsync("addIdentity", new { contactId = one.Id(), provider = "shop", subject = "8" }, Identities);
        Assert.Single(one.List("identities"));
        Assert.Equal(1, one.GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_key_of_another_system_belongs_to_one_contact_only(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var externalId = new { source = "erp", value = "C-1" };
        var one = await host.ChangeAsync("createContact", new { givenName = "One", externalIds = new[] { externalId } }, "contact { id }");
        var two = await host.ChangeAsync("createContact", new { givenName = "Two" }, "contact { id }");

        var error = await host.RefusedAsync("addContactExternalId", new { contactId = two.Id(), externalId }, "... on ExternalIdInUseError { recordId }");
        Assert.Equal(one.Id(), error.Text("recordId"));

        await host.ChangeAsync("removeContactExternalId", new { contactId = one.Id(), externalId }, "contact { id }");
        two = await host.ChangeAsync("addContactExternalId", new { contactId = two.Id(), externalId }, "contact { externalIds { value } }");
        Assert.Single(two.List("externalIds"));
    }
}
