using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Contacts;

public sealed class UpsertContactsTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Rows = "created updated unchanged refused rows { index outcome contact { id displayName email version } error { code field } }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_rows_again_change_nothing(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var account = await host.ChangeAsync("createAccount", new { name = "A", externalIds = new[] { new { source = "erp", value = "A1" } } }, "account { id }");
        var contacts = new[]
        {
            new
            {
                source = "erp", externalId = "1", givenName = "伟", familyName = "张", phone = "13800138000", birthDate = new { month = 2, day = 29 },
                affiliations = new[] { new { account = new { externalId = new { source = "erp", value = "A1" } }, role = "Owner" } },
                contactPoints = new[] { new { kind = "ADDRESS", address = new { city = "上海" } } },
                identities = new[] { new { provider = "wechat", subject = "w1" } },
            },
        };

        var first = await host.BulkAsync("upsertContacts", new { contacts }, Rows);
        var second = await host.BulkAsync("upsertContacts", new { contacts }, Rows);

        Assert.Equal("CREATED", first.List("rows")[0].Text("outcome"));
        Assert.Equal("UNCHANGED", second.List("rows")[0].Text("outcome"));
        Assert.Equal(1, second.List("rows")[0].GetProperty("contact").GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_row_changes_what_it_says_and_leaves_the_rest(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        await host.BulkAsync("upsertContacts", new { contacts = new[] { new { source = "erp", externalId = "2", givenName = "Ana", email = "a@example.com" } } }, Rows);

        var second = await host.BulkAsync("upsertContacts", new { contacts = new[] { new { source = "erp", externalId = "2", familyName = "Silva" } } }, Rows);

        var row = second.List("rows")[0];
        Assert.Equal("UPDATED", row.Text("outcome"));
        Assert.Equal("Ana Silva", row.GetProperty("contact").Text("displayName"));
        Assert.Equal("a@example.com", row.GetProperty("contact").Text("email"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refused_row_leaves_its_contact_as_it_was_and_the_others_are_taken(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        await host.BulkAsync("upsertContacts", new { contacts = new[] { new { source = "erp", externalId = "3", givenName = "Before" } } }, Rows);

        var result = await host.BulkAsync("upsertContacts", new
        {
            contacts = new object[]
            {
                new { source = "erp", externalId = "4", givenName = "Good" },
                new { source = "erp", externalId = "3", givenName = "After", email = "ok@example.com", timeZone = "UTC", ownerId = GraphQL.GlobalId.Format("User", Guid.NewGuid()) },
                new { source = "erp", externalId = "5", givenName = "Bad", email = "bad" },
                new { source = "erp", externalId = "6" , givenName = "Good too" },
            },
        }, Rows);

        Assert.Equal(["CREATED", null, null, "CREATED"], result.List("rows").Select(row => row.Text("outcome")));
        Assert.Equal(["NOT_FOUND", "INVALID_EMAIL"], result.List("rows").Skip(1).Take(2).Select(row => row.GetProperty("error").Text("code")));
        var left = await host.BulkAsync("upsertContacts", new { contacts = new[] { new { source = "erp", externalId = "3" } } }, Rows);
        Assert.Equal("UNCHANGED", left.List("rows")[0].Text("outcome"));
        Assert.Equal("Before", left.List("rows")[0].GetProperty("contact").Text("displayName"));
        Assert.Null(left.List("rows")[0].GetProperty("contact").Text("email"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Two_rows_for_one_contact_are_taken_in_their_order(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var result = await host.BulkAsync("upsertContacts", new
        {
            contacts = new object[]
            {
                new { source = "erp", externalId = "7", givenName = "First" },
                new { source = "erp", externalId = "7", givenName = "Second" },
                new { source = "erp", externalId = "7", givenName = "Third", email = "bad" },
            },
        }, Rows);

        Assert.Equal(["CREATED", "UPDATED", null], result.List("rows").Select(row => row.Text("outcome")));
        var contact = await host.QueryAsync("query($id: ID!) { contact(id: $id) { displayName } }", new { id = result.List("rows")[0].GetProperty("contact").Id() });
        Assert.Equal("Second", contact.GetProperty("contact").Text("displayName"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_identity_of_another_contact_refuses_its_row_only(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var result = await host.BulkAsync("upsertContacts", new
        {
            contacts = new[]
            {
                new { source = "erp", externalId = "8", givenName = "Has it", identities = new[] { new { provider = "wechat", subject = "taken" } } },
                new { source = "erp", externalId = "9", givenName = "Wants it", identities = new[] { new { provider = "wechat", subject = "taken" } } },
            },
        }, Rows);
        Assert.Equal("IDENTITY_IN_USE", result.List("rows")[1].GetProperty("error").Text("code"));
        Assert.Equal(1, result.GetProperty("created").GetInt32());
    }
}
