using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Interactions;

public sealed class RefundTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_names_the_line_that_it_takes_back(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 3);
        var refund = await RefundAsync(host, purchase, quantity: 2);
        Assert.Equal("B1", Assert.Single(refund.List("lines")).GetProperty("reverses").Text("productRef"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Refunds_together_take_back_no_more_than_was_purchased(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 3);
        await RefundAsync(host, purchase, quantity: 2);

        var error = await host.RefusedAsync("recordInteraction", Refund(purchase, quantity: 2),
            "... on ReversalExceedsPurchaseError { purchased alreadyReversed field }");

        Assert.Equal(3m, error.GetProperty("purchased").GetDecimal());
        Assert.Equal(2m, error.GetProperty("alreadyReversed").GetDecimal());
        Assert.Equal("input.lines.0.quantity", string.Join('.', error.List("field")));
        await RefundAsync(host, purchase, quantity: 1);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_voided_refund_gives_the_quantity_free_again(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 1);
        var refund = await RefundAsync(host, purchase, quantity: 1);
        await host.ChangeAsync("voidInteraction", new { id = refund.Id(), reason = "Cancelled" }, "interaction { id }");
        await RefundAsync(host, purchase, quantity: 1);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_corrected_refund_does_not_count_twice(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 3);
        var refund = await RefundAsync(host, purchase, quantity: 3);
        await host.ChangeAsync("correctInteraction",
            new { id = refund.Id(), reason = "Two only", lines = new[] { Line(purchase, quantity: 2) } }, "interaction { id }");
        await RefundAsync(host, purchase, quantity: 1);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_cannot_be_corrected_below_what_was_taken_back_nor_voided(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 3);
        await RefundAsync(host, purchase, quantity: 2);
        var smaller = new { id = purchase.Id(), reason = "Fewer", lines = new[] { new { productRef = "B1", quantity = 1, gross = 5 } } };
        Assert.Equal("ReversalExceedsPurchaseError", (await host.RefusedAsync("correctInteraction", smaller)).TypeName());
        Assert.Equal("ReversalExceedsPurchaseError", (await host.RefusedAsync("voidInteraction", new { id = purchase.Id(), reason = "No" })).TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_no_refund_takes_nothing_back_and_an_unknown_line_is_named(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 1);
        var input = Refund(purchase, quantity: 1);
        Assert.Equal("NotReversibleError", (await host.RefusedAsync("recordInteraction", input with { Kind = "PURCHASE" })).TypeName());

        var unknown = new { quantity = 1, gross = 5, reverses = new { place = new { source = "shop", externalId = "none", position = 1 } } };
        var error = await host.RefusedAsync("recordInteraction", input with { Lines = [unknown] }, "... on NotFoundError { type id }");
        Assert.Equal("InteractionLine", error.Text("type"));
        Assert.Equal("shop/none/1", error.Text("id"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_refunds_at_the_same_time_only_what_was_purchased_is_taken_back(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var purchase = await PurchaseAsync(host, quantity: 1);
        var errors = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ErrorAsync(host, "recordInteraction", Refund(purchase, quantity: 1))));
        Assert.Single(errors, error => error is null);
        Assert.All(errors.OfType<string>(), error => Assert.Equal("ReversalExceedsPurchaseError", error));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_is_not_voided_while_it_is_refunded(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        for (var i = 0; i < 5; i++)
        {
            var purchase = await PurchaseAsync(host, quantity: 1);
            var errors = await Task.WhenAll(
                ErrorAsync(host, "recordInteraction", Refund(purchase, quantity: 1)),
                ErrorAsync(host, "voidInteraction", new { id = purchase.Id(), reason = "Cancelled" }));
            Assert.Single(errors, error => error is null);
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refund_that_takes_lines_back_stays_a_refund(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var refund = await RefundAsync(host, await PurchaseAsync(host, quantity: 1), quantity: 1);
        var correction = new { id = refund.Id(), reason = "Mixed up", kind = "PURCHASE" };
        var error = await host.RefusedAsync("correctInteraction", correction, "... on NotReversibleError { field }");
        Assert.Equal("input.kind", string.Join('.', error.List("field")));
    }

    /// <summary>The type of the error; null: it succeeded.</summary>
    static async Task<string?> ErrorAsync(CrmTestHost host, string name, object input)
    {
        var answer = await host.BulkAsync(name, input, "errors { __typename }");
        return answer.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors.EnumerateArray().Single().TypeName() : null;
    }

    // Written in camelCase, as all that the test host sends.
    sealed record RefundInput(string Kind, object Contact, string Currency, object[] Lines);

    static RefundInput Refund(JsonElement purchase, int quantity) =>
        new("REFUND", new { id = purchase.GetProperty("contact").Id() }, "EUR", [Line(purchase, quantity)]);

    static object Line(JsonElement purchase, int quantity) =>
        new { quantity, gross = 5 * quantity, reverses = new { id = purchase.List("lines")[0].Id() } };

    static Task<JsonElement> RefundAsync(CrmTestHost host, JsonElement purchase, int quantity) =>
        host.ChangeAsync("recordInteraction", Refund(purchase, quantity), "interaction { id lines { reverses { productRef } } }");

    static async Task<JsonElement> PurchaseAsync(CrmTestHost host, int quantity)
    {
        var contact = await host.ChangeAsync("createContact", new { displayName = "Buyer" }, "contact { id }");
        return await host.ChangeAsync("recordInteraction", new
        {
            kind = "PURCHASE",
            contact = new { id = contact.Id() },
            currency = "EUR",
            lines = new[] { new { productRef = "B1", quantity, gross = 5 * quantity } },
        }, "interaction { id contact { id } lines { id } }");
    }
}
