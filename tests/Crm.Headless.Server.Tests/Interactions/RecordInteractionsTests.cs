using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Interactions;

public sealed class RecordInteractionsTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Rows = "created alreadyRecorded refused rows { index outcome interaction { id subject amount contact { displayName } } error { code field message } }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_bad_row_never_loses_the_good_ones(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        await host.BulkAsync("upsertContacts", new
        {
            contacts = new[] { new { source = "shop", externalId = "B1", displayName = "Buyer", identities = new[] { new { provider = "wechat", subject = "o1" } } } },
        }, "created");

        var result = await host.BulkAsync("recordInteractions", new
        {
            interactions = new object[]
            {
                new { kind = "NOTE", source = "shop", externalId = "1", subject = "By key", contact = new { externalId = new { source = "shop", value = "B1" } } },
                new { kind = "NOTE", source = "shop", externalId = "2", contact = new { externalId = new { source = "shop", value = "nobody" } } },
                new { kind = "NOTE", source = "shop", externalId = "3", subject = "By identity", contact = new { identity = new { provider = "wechat", subject = "o1" } } },
                new { kind = "NOTE", source = "shop", externalId = "4", amount = 1, contact = new { externalId = new { source = "shop", value = "B1" } } },
                new { kind = "NOTE", source = "shop", externalId = "1", subject = "Again", contact = new { externalId = new { source = "shop", value = "B1" } } },
            },
        }, Rows);

        Assert.Equal(2, result.GetProperty("created").GetInt32());
        Assert.Equal(2, result.GetProperty("refused").GetInt32());
        var rows = result.List("rows");
        Assert.Equal(["CREATED", null, "CREATED", null, "ALREADY_RECORDED"], rows.Select(row => row.Text("outcome")));
        Assert.Equal(["Buyer", "Buyer"], new[] { rows[0], rows[2] }.Select(row => row.GetProperty("interaction").GetProperty("contact").Text("displayName")));
        Assert.Equal("NOT_FOUND", rows[1].GetProperty("error").Text("code"));
        Assert.Equal("input.interactions.1.contact.externalId", string.Join('.', rows[1].GetProperty("error").List("field")));
        Assert.Equal("AMOUNT_WITHOUT_CURRENCY", rows[3].GetProperty("error").Text("code"));
        Assert.Equal(rows[0].GetProperty("interaction").Id(), rows[4].GetProperty("interaction").Id());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_thousand_rows_can_be_sent_twice_and_are_recorded_once(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { displayName = "Busy" }, "contact { id }");
        var interactions = Enumerable.Range(1, 1000).Select(i => new
        {
            kind = "PURCHASE",
            source = "bulk",
            externalId = $"{i}",
            contact = new { id = contact.Id() },
            currency = "USD",
            lines = new[] { new { productRef = "CD", quantity = 1, gross = i } },
        }).ToList();

        var first = await host.BulkAsync("recordInteractions", new { interactions }, "created refused");
        var second = await host.BulkAsync("recordInteractions", new { interactions }, "created alreadyRecorded");

        Assert.Equal(1000, first.GetProperty("created").GetInt32());
        Assert.Equal(1000, second.GetProperty("alreadyRecorded").GetInt32());
        var count = await host.QueryAsync("query($id: ID!) { contact(id: $id) { interactions { totalCount } } }", new { id = contact.Id() });
        Assert.Equal(1000, count.GetProperty("contact").GetProperty("interactions").GetProperty("totalCount").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task More_than_a_thousand_rows_are_refused(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var interactions = Enumerable.Range(1, 1001).Select(i => new { kind = "NOTE" });
        var error = await host.RefusedAsync("recordInteractions", new { interactions }, "... on TooManyError { max given }");
        Assert.Equal(1001, error.GetProperty("given").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_may_follow_its_purchase_in_the_same_request(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = new { id = (await host.ChangeAsync("createContact", new { displayName = "Buyer" }, "contact { id }")).Id() };
        object Refund(string externalId) => new
        {
            kind = "REFUND",
            source = "till",
            externalId,
            contact,
            currency = "EUR",
            lines = new[] { new { quantity = 1, gross = 5, reverses = new { place = new { source = "till", externalId = "P", position = 1 } } } },
        };

        var result = await host.BulkAsync("recordInteractions", new
        {
            interactions = new[]
            {
                new { kind = "PURCHASE", source = "till", externalId = "P", contact, currency = "EUR", lines = new[] { new { quantity = 1, gross = 5 } } },
                Refund("R1"), Refund("R2"),
            },
        }, Rows);

        Assert.Equal(["CREATED", "CREATED", null], result.List("rows").Select(row => row.Text("outcome")));
        Assert.Equal("REVERSAL_EXCEEDS_PURCHASE", result.List("rows")[2].GetProperty("error").Text("code"));
    }
}
