using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Search;

public sealed class SearchTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory]
    [OnSqlite("张伟", "张伟先生"), OnPostgreSql("张伟", "张伟先生")]
    [OnSqlite("MÜLLER", "Jörg Müller"), OnPostgreSql("MÜLLER", "Jörg Müller")]
    [OnSqlite("8765", "By Phone"), OnPostgreSql("8765", "By Phone")]
    [OnSqlite("jane.roe@", "By Email"), OnPostgreSql("jane.roe@", "By Email")]
    [OnSqlite("futter alf", "Alfreds Futterkiste"), OnPostgreSql("futter alf", "Alfreds Futterkiste")]
    public async Task Records_are_found_by_any_part_of_what_they_are_called(DatabaseKind kind, string text, string name)
    {
        var host = await FilledAsync(kind);
        var found = await host.QueryAsync(
            "query($text: String!) { search(text: $text) { __typename ... on Contact { displayName } ... on Account { name } } }", new { text });
        var hit = Assert.Single(found.List("search"));
        Assert.Equal(name, hit.Text(hit.TypeName() == "Contact" ? "displayName" : "name"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_archived_record_is_not_found(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { displayName = "Gone Girl" }, "contact { id }");
        await host.ChangeAsync("archiveContact", new { id = contact.Id() }, "contact { id }");
        Assert.Empty((await host.QueryAsync("{ search(text: \"Gone Girl\") { __typename } }")).List("search"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Only_the_kinds_that_are_asked_for_are_found(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        await host.ChangeAsync("createContact", new { displayName = "Orchid" }, "contact { id }");
        await host.ChangeAsync("createUnit", new { name = "Orchid Store", kind = "STORE" }, "unit { id }");
        var found = await host.QueryAsync("{ search(text: \"orchid\", kinds: [UNIT]) { ... on Unit { name } } }");
        Assert.Equal("Orchid Store", Assert.Single(found.List("search")).Text("name"));
    }

    async Task<CrmTestHost> FilledAsync(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        await host.BulkAsync("upsertContacts", new
        {
            contacts = new object[]
            {
                new { source = "test", externalId = "1", displayName = "张伟先生" },
                new { source = "test", externalId = "2", givenName = "Jörg", familyName = "Müller" },
                new { source = "test", externalId = "3", displayName = "By Phone", phone = "+86 (138) 0013-8765" },
                new { source = "test", externalId = "4", displayName = "By Email", email = "Jane.Roe@example.com" },
            },
        }, "refused");
        await host.BulkAsync("upsertAccounts", new { accounts = new[] { new { source = "test", externalId = "ALFKI", name = "Alfreds Futterkiste" } } }, "refused");
        return host;
    }
}
