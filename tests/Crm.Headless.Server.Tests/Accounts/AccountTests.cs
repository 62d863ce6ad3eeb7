using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Accounts;

public sealed class AccountTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_account_has_all_that_was_said(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var parent = await host.ChangeAsync("createAccount", new { name = "Group", externalIds = new[] { new { source = "erp", value = "G" } } }, "account { id }");
        await host.ChangeAsync("createUnit", new { name = "Berlin", kind = "STORE", code = "BER" }, "unit { id }");

        var account = await host.ChangeAsync("createAccount", new
        {
            name = "Alfreds Futterkiste",
            industry = "Food",
            website = "https://alfreds.example",
            phone = "030-0074321",
            source = "northwind",
            address = new { street = "Obere Str. 57", city = "Berlin", postalCode = "12209", country = "Germany" },
            parent = new { externalId = new { source = "erp", value = "G" } },
            units = new[] { new { code = "BER" } },
        }, "account { name industry website phone address { city country } parent { id children { nodes { name } } } units { name } version }");

        Assert.Equal("https://alfreds.example/", account.Text("website"));
        Assert.Equal("Berlin", account.GetProperty("address").Text("city"));
        Assert.Equal(parent.Id(), account.GetProperty("parent").Id());
        Assert.Equal("Alfreds Futterkiste", Assert.Single(account.GetProperty("parent").Nodes("children")).Text("name"));
        Assert.Equal("Berlin", Assert.Single(account.List("units")).Text("name"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_account_cannot_be_a_part_of_itself(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var top = await host.ChangeAsync("createAccount", new { name = "Top" }, "account { id }");
        var middle = await host.ChangeAsync("createAccount", new { name = "Middle", parent = new { id = top.Id() } }, "account { id }");
        var bottom = await host.ChangeAsync("createAccount", new { name = "Bottom", parent = new { id = middle.Id() } }, "account { id }");
        Assert.Equal("CycleError", (await host.RefusedAsync("updateAccount", new { id = top.Id(), parent = new { id = bottom.Id() } })).TypeName());
        Assert.Equal("CycleError", (await host.RefusedAsync("updateAccount", new { id = top.Id(), parent = new { id = top.Id() } })).TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Accounts_that_are_moved_below_each_other_at_the_same_time_make_no_ring(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        for (var i = 0; i < 5; i++)
        {
            var one = await host.ChangeAsync("createAccount", new { name = "One" }, "account { id }");
            var two = await host.ChangeAsync("createAccount", new { name = "Two" }, "account { id }");
            var moved = await Task.WhenAll(MoveAsync(host, one, two), MoveAsync(host, two, one));
            Assert.Single(moved, answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Null);
        }
    }

    static Task<JsonElement> MoveAsync(CrmTestHost host, JsonElement account, JsonElement parent) =>
        host.BulkAsync("updateAccount", new { id = account.Id(), parent = new { id = parent.Id() } }, "errors { __typename }");

    [Theory]
    [OnSqlite("javascript:alert(1)"), OnSqlite("example.com"), OnSqlite("ftp://example.com")]
    public async Task What_is_no_web_site_is_refused(DatabaseKind kind, string website)
    {
        var host = await hosts.OnAsync(kind);
        Assert.Equal("InvalidUrlError", (await host.RefusedAsync("createAccount", new { name = "A", website })).TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_update_that_changes_nothing_is_no_new_version(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var account = await host.ChangeAsync("createAccount", new { name = "Same", address = new { city = "Rome" }, website = "https://same.example" }, "account { id }");
        account = await host.ChangeAsync("updateAccount",
            new { id = account.Id(), name = "Same", address = new { city = "Rome" }, website = "https://same.example" }, "account { version }");
        Assert.Equal(1, account.GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_rows_again_change_nothing_and_a_parent_may_be_a_row_further_up(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var input = new
        {
            accounts = new object[]
            {
                new { source = "crm", externalId = "P", name = "Parent", address = new { city = "Paris" } },
                new { source = "crm", externalId = "C", name = "Child", parent = new { externalId = new { source = "crm", value = "P" } } },
                new { source = "crm", externalId = "X" },
                new { source = "crm", externalId = "Y", name = "Orphan", parent = new { externalId = new { source = "crm", value = "nobody" } } },
            },
        };
        const string rows = "rows { outcome account { name parent { name } } error { code field } }";

        var first = await host.BulkAsync("upsertAccounts", input, rows);
        var second = await host.BulkAsync("upsertAccounts", input, rows);

        Assert.Equal(["CREATED", "CREATED", null, null], first.List("rows").Select(row => row.Text("outcome")));
        Assert.Equal(["BLANK", "NOT_FOUND"], first.List("rows").Skip(2).Select(row => row.GetProperty("error").Text("code")));
        Assert.Equal(["UNCHANGED", "UNCHANGED", null, null], second.List("rows").Select(row => row.Text("outcome")));
        Assert.Equal("Parent", second.List("rows")[1].GetProperty("account").GetProperty("parent").Text("name"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_account_shows_its_contacts_and_interactions(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var account = new { id = (await host.ChangeAsync("createAccount", new { name = "Busy" }, "account { id }")).Id() };
        await host.ChangeAsync("createContact", new { givenName = "Ana", affiliations = new[] { new { account } } }, "contact { id }");
        await host.ChangeAsync("recordInteraction", new { kind = "MEETING", account, subject = "Hello" }, "interaction { id }");

        var shown = (await host.QueryAsync("""
            query($id: ID!) { account(id: $id) {
              contacts { nodes { givenName } } affiliations { nodes { contact { givenName } } } interactions { nodes { subject } }
            } }
            """, new { account.id })).GetProperty("account");

        Assert.Equal("Ana", Assert.Single(shown.Nodes("contacts")).Text("givenName"));
        Assert.Equal("Ana", Assert.Single(shown.Nodes("affiliations")).GetProperty("contact").Text("givenName"));
        Assert.Equal("Hello", Assert.Single(shown.Nodes("interactions")).Text("subject"));
    }
}
