using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Interactions;

public sealed class InteractionTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Everything = """
        interaction {
          id kind channel direction subject body occurredAt timeZone amount currency source externalId attributes revision status correctionReason
          contact { displayName } account { name } unit { code } actor { name }
          lines { id position productRef category quantity gross net tax attributes reverses { productRef } }
          participants { role contact { displayName } user { name } }
          original { id } supersededBy { id } revisions { nodes { id revision status } }
        }
        """;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_has_all_that_was_said(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await ContactAsync(host);
        var friend = await ContactAsync(host);
        await host.ChangeAsync("createAccount", new { name = "Shop", externalIds = new[] { new { source = "erp", value = "SHOP" } } }, "account { id }");
        await host.ChangeAsync("createUnit", new { name = "Store", kind = "STORE", code = "SH-1" }, "unit { id }");
        var user = await host.ChangeAsync("createUser", new { name = "Sam" }, "user { id }");

        var purchase = await host.ChangeAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            channel = "MINI_PROGRAM",
            direction = "INBOUND",
            subject = "Two books",
            body = "Thanks!",
            occurredAt = "2024-02-29T23:30:00+08:00",
            timeZone = "Asia/Shanghai",
            currency = "cny",
            contact = new { id = contact.Id() },
            account = new { externalId = new { source = "erp", value = "SHOP" } },
            unit = new { code = "SH-1" },
            actorId = user.Id(),
            attributes = new { table = 12 },
            lines = new object[]
            {
                new { productRef = "B1", category = "books", quantity = 2, gross = 11.9, net = 10, tax = 1.9, attributes = new { color = "red" } },
                new { productRef = "DISCOUNT", quantity = 1, gross = -1.9 },
            },
            participants = new object[] { new { contact = new { id = friend.Id() }, role = "companion" }, new { userId = user.Id() } },
        }, Everything);

        Assert.Equal(DateTimeOffset.Parse("2024-02-29T15:30:00Z", null), purchase.GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal(10m, purchase.GetProperty("amount").GetDecimal());
        Assert.Equal("CNY", purchase.Text("currency"));
        Assert.Equal("Shop", purchase.GetProperty("account").Text("name"));
        Assert.Equal("SH-1", purchase.GetProperty("unit").Text("code"));
        Assert.Equal("Sam", purchase.GetProperty("actor").Text("name"));
        Assert.Equal(12, purchase.GetProperty("attributes").GetProperty("table").GetInt32());
        Assert.Equal(["B1", "DISCOUNT"], purchase.List("lines").Select(line => line.Text("productRef")));
        Assert.Equal(2, purchase.List("participants").Count);
        Assert.Equal(purchase.Id(), purchase.GetProperty("original").Id());
        Assert.Equal(1, purchase.GetProperty("revision").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Recording_the_same_key_again_finds_the_first(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await ContactAsync(host);
        var input = new { kind = "NOTE", contact = new { id = contact.Id() }, subject = "First", source = "shop", externalId = "again" };
        var first = await host.ChangeAsync("recordInteraction", input, "interaction { id }");

        var second = await host.ChangeAsync("recordInteraction", input with { subject = "Second" }, "interaction { id subject }");

        Assert.Equal(first.Id(), second.Id());
        Assert.Equal("First", second.Text("subject"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_correction_is_a_new_revision_and_keeps_the_old_one(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await ContactAsync(host);
        var first = await host.ChangeAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            contact = new { id = contact.Id() },
            currency = "EUR",
            subject = "Books",
            lines = new[] { new { productRef = "B1", quantity = 1, gross = 5 } },
        }, "interaction { id }");

        var second = await host.ChangeAsync("correctInteraction", new
        {
            id = first.Id(),
            reason = "Wrong price",
            lines = new[] { new { productRef = "B1", quantity = 1, gross = 6 } },
        }, Everything);

        Assert.Equal(2, second.GetProperty("revision").GetInt32());
        Assert.Equal(6m, second.GetProperty("amount").GetDecimal());
        Assert.Equal("Books", second.Text("subject"));
        Assert.Equal("Wrong price", second.Text("correctionReason"));
        Assert.Equal(["SUPERSEDED", "RECORDED"], second.Nodes("revisions").Select(node => node.Text("status")));

        var old = await host.QueryAsync("query($id: ID!) { interaction(id: $id) { amount supersededBy { id } } }", new { id = first.Id() });
        Assert.Equal(5m, old.GetProperty("interaction").GetProperty("amount").GetDecimal());
        Assert.Equal(second.Id(), old.GetProperty("interaction").GetProperty("supersededBy").Id());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Lists_show_what_counts_unless_they_ask_for_more(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await ContactAsync(host);
        var corrected = await NoteAsync(host, contact, "One");
        await host.ChangeAsync("correctInteraction", new { id = corrected.Id(), reason = "Typo", subject = "Uno" }, "interaction { id }");
        var voided = await NoteAsync(host, contact, "Two");
        await host.ChangeAsync("voidInteraction", new { id = voided.Id(), reason = "Never happened" }, "interaction { id }");

        var lists = await host.QueryAsync("""
            query($id: ID!) { contact(id: $id) {
              counts: interactions { totalCount nodes { subject } }
              voided: interactions(status: VOIDED) { nodes { subject revision } }
              all: interactions(status: null) { totalCount }
            } }
            """, new { id = contact.Id() });

        var of = lists.GetProperty("contact");
        Assert.Equal("Uno", Assert.Single(of.Nodes("counts")).Text("subject"));
        Assert.Equal(2, Assert.Single(of.Nodes("voided")).GetProperty("revision").GetInt32());
        Assert.Equal(4, of.GetProperty("all").GetProperty("totalCount").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_correction_that_changes_nothing_makes_no_revision(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var lines = new[] { new { productRef = "B1", quantity = 1, gross = 5.5, attributes = new { size = 1, color = "red" } } };
        var contact = new { id = (await ContactAsync(host)).Id() };
        var purchase = new { kind = "PURCHASE", contact, currency = "EUR", lines };
        var first = await host.ChangeAsync("recordInteraction", purchase, "interaction { id }");
        var correction = new { id = first.Id(), reason = "Checked", contact, lines };
        var same = await host.ChangeAsync("correctInteraction", correction, "interaction { id status }");
        Assert.Equal(first.Id(), same.Id());
        Assert.Equal("RECORDED", same.Text("status"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Only_the_latest_revision_can_be_corrected_and_a_voided_one_never(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var first = await NoteAsync(host, await ContactAsync(host), "One");
        var second = await host.ChangeAsync("correctInteraction", new { id = first.Id(), reason = "Typo", subject = "Uno" }, "interaction { id }");

        var error = await host.RefusedAsync("correctInteraction", new { id = first.Id(), reason = "Typo" }, "... on NotCorrectableError { supersededById }");
        Assert.Equal(second.Id(), error.Text("supersededById"));

        var voided = await host.ChangeAsync("voidInteraction", new { id = second.Id(), reason = "Never" }, "interaction { id status }");
        Assert.Equal("VOIDED", voided.Text("status"));
        error = await host.RefusedAsync("voidInteraction", new { id = voided.Id(), reason = "Never" }, "... on NotCorrectableError { supersededById }");
        Assert.Null(error.Text("supersededById"));
    }

    [Theory]
    [OnSqlite("{\"amount\": 5}", "AmountWithoutCurrencyError", "input.currency")]
    [OnSqlite("{\"currency\": \"EUR\"}", "CurrencyWithoutAmountError", "input.amount")]
    [OnSqlite("{\"amount\": 5, \"currency\": \"XYZ\"}", "UnknownCurrencyError", "input.currency")]
    [OnSqlite("{\"amount\": 5.00001, \"currency\": \"EUR\"}", "TooManyDecimalsError", "input.amount")]
    [OnSqlite("{\"amount\": -5, \"currency\": \"EUR\"}", "OutOfRangeError", "input.amount")]
    [OnSqlite("{\"currency\": \"EUR\", \"lines\": [{\"quantity\": 0, \"gross\": 1}]}", "OutOfRangeError", "input.lines.0.quantity")]
    [OnSqlite("{\"currency\": \"EUR\", \"amount\": 3, \"lines\": [{\"quantity\": 1, \"gross\": 1}, {\"quantity\": 1, \"gross\": 1}]}", "LinesDontAddUpError", "input.amount")]
    [OnSqlite("{\"currency\": \"EUR\", \"lines\": [{\"quantity\": 1, \"gross\": 3, \"net\": 1, \"tax\": 1}]}", "LinesDontAddUpError", "input.lines.0.gross")]
    [OnSqlite("{\"lines\": [{\"quantity\": 1, \"gross\": 3}]}", "AmountWithoutCurrencyError", "input.currency")]
    [OnSqlite("{\"timeZone\": \"CET+1\"}", "UnknownTimeZoneError", "input.timeZone")]
    [OnSqlite("{\"attributes\": [1]}", "InvalidAttributesError", "input.attributes")]
    [OnSqlite("{\"externalId\": \"1\"}", "BlankError", "input.source")]
    [OnSqlite("{\"unit\": {\"code\": \"NOWHERE\"}}", "NotFoundError", "input.unit.code")]
    [OnSqlite("{\"participants\": [{\"role\": \"cc\"}]}", "BlankError", "input.participants.0.contact")]
    [OnSqlite("{\"contact\": null}", "AboutNobodyError", "input.contact")]
    public async Task What_makes_no_sense_is_refused_with_its_place(DatabaseKind kind, string part, string error, string field)
    {
        var host = await hosts.OnAsync(kind);
        var input = new Dictionary<string, object?> { ["kind"] = "PURCHASE", ["contact"] = new { id = (await ContactAsync(host)).Id() } };
        foreach (var property in JsonDocument.Parse(part).RootElement.EnumerateObject()) input[property.Name] = property.Value;

        var refused = await host.RefusedAsync("recordInteraction", input, $"... on {error} {{ field }}");

        Assert.Equal(error, refused.TypeName());
        Assert.Equal(field, string.Join('.', refused.List("field")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Lines_that_do_not_add_up_are_told_by_how_much(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var error = await host.RefusedAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            contact = new { id = (await ContactAsync(host)).Id() },
            amount = 3,
            currency = "EUR",
            lines = new[] { new { quantity = 1, gross = 1.25 } },
        }, "... on LinesDontAddUpError { expected actual }");
        Assert.Equal(1.25m, error.GetProperty("expected").GetDecimal());
        Assert.Equal(3m, error.GetProperty("actual").GetDecimal());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Interactions_come_latest_first_and_page_by_cursor(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await ContactAsync(host);
        foreach (var day in new[] { 2, 3, 1 }) await NoteAsync(host, contact, $"Day {day}", $"2024-01-0{day}T00:00:00Z");
        const string page = "query($id: ID!, $after: String) { contact(id: $id) { interactions(first: 2, after: $after) { nodes { subject } pageInfo { endCursor } } } }";

        var first = (await host.QueryAsync(page, new { id = contact.Id() })).GetProperty("contact");
        var after = first.GetProperty("interactions").GetProperty("pageInfo").Text("endCursor");
        var second = (await host.QueryAsync(page, new { id = contact.Id(), after })).GetProperty("contact");

        Assert.Equal(["Day 3", "Day 2"], first.Nodes("interactions").Select(node => node.Text("subject")));
        Assert.Equal(["Day 1"], second.Nodes("interactions").Select(node => node.Text("subject")));
    }

    static Task<JsonElement> ContactAsync(CrmTestHost host) => host.ChangeAsync("createContact", new { displayName = "Somebody" }, "contact { id }");

    static Task<JsonElement> NoteAsync(CrmTestHost host, JsonElement contact, string subject, string occurredAt = "2024-01-01T00:00:00Z") =>
        host.ChangeAsync("recordInteraction", new { kind = "NOTE", contact = new { id = contact.Id() }, subject, occurredAt }, "interaction { id }");
}
