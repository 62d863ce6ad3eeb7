using System.Text.Json;
using Crm.Headless.Plugins.Tests.People;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Points that members hand to each other in a storefront or app.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class MemberTransferTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_hands_over_its_own_points_once_where_the_programme_lets_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(10, "Bob"));
        Assert.Equal("LoyaltyTransferNotAllowedError", await RefusedAsync(host, ann, ann, bob, 60));
        await AllowAsync(host);
        for (var i = 0; i < 2; i++)
        {
            var given = await host.DoAsync(
                "loyaltyTransfer", new { fromContactId = ann, toContactId = bob, points = 60, idempotencyKey = "gift" },
                "loyaltyTransaction", "kind available account { balance }", Member(ann));
            Assert.Equal("""{"kind":"TRANSFER","available":-60,"account":{"balance":40}}""", given.ToString());
        }
        Assert.Equal((40, 70), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        Assert.Equal("LoyaltyIdempotencyConflictError", await RefusedAsync(host, ann, ann, bob, 1, "gift"));
        Assert.Equal("LoyaltyNotEnrolledError", await RefusedAsync(host, ann, bob, ann, 1));
        Assert.Equal("LoyaltyTransferToSelfError", await RefusedAsync(host, ann, ann, ann, 1));
        var data = await host.Crm.QueryAsync(
            """
            query($id: ID!) { contact(id: $id) { loyalty {
              ledger(where: { kind: { eq: TRANSFER } }) { nodes { available actorKind } } } } }
            """, new { id = bob });
        Assert.Equal(
            """[{"available":60,"actorKind":"MEMBER"}]""",
            data.GetProperty("contact").GetProperty("loyalty").GetProperty("ledger").GetProperty("nodes").ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task It_is_not_told_why_somebody_can_not_be_given_points_and_nothing_for_nothing(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await AllowAsync(host);
        await host.DoAsync("loyaltyCreateProgram", new { code = "club", name = "A club", membersTransfer = true }, "loyaltyProgram");
        var (ann, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(10, "Bob"));
        var (suspended, erased) = (await host.MemberAsync(10, "Sue"), await host.MemberAsync(10, "Eric"));
        await host.DoAsync("loyaltySuspend", new { contactId = suspended }, "loyaltyAccount");
        await host.EraseAsync(erased);
        var archived = await host.MemberAsync(10, "Arthur");
        await host.DoAsync("archiveContact", new { id = archived }, "contact");
        var unknown = string.Concat(bob[..^4], bob[^4] == 'A' ? "BBBB" : "AAAA");
        var answers = new HashSet<string>();
        foreach (var toContactId in new[] { unknown, suspended, erased, archived, await host.CreateContactAsync("Nobody") })
        {
            var refused = await TransferAsync(host, ann, ann, toContactId, 1);
            Assert.Equal("LoyaltyRecipientUnknownError", refused.ErrorType());
            answers.Add(refused.ToString());
            Assert.Equal("LoyaltyInsufficientPointsError", await RefusedAsync(host, ann, ann, toContactId, 101));
        }
        Assert.Single(answers);
        Assert.Equal("LoyaltyInsufficientPointsError", await RefusedAsync(host, ann, ann, bob, 101));

        await host.DoAsync("loyaltyEnroll", new { contactId = ann, program = "club" }, "loyaltyAccount");
        await host.DoAsync(
            "loyaltyAdjust", new { contactId = ann, points = 5, reason = "a gift", program = "club" }, "loyaltyAdjustment");
        var elsewhere = await host.ChangeAsync(
            "loyaltyTransfer", new { fromContactId = ann, toContactId = bob, points = 1, program = "club" }, "__typename",
            who: Member(ann));
        Assert.Equal("LoyaltyRecipientUnknownError", elsewhere.ErrorType());
        Assert.Equal(100, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_limits_of_the_programme_count_for_members_too_and_for_what_they_gave_before_a_merge(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        host.Crm.Clock.Set(LoyaltyCalls.Utc("2027-05-01 12:00"));
        await AllowAsync(host, maxPointsPerTransfer: 50, maxTransferredPerDay: 60);
        var (ann, anna, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(100, "Anna"), await host.MemberAsync(1, "Bob"));
        Assert.Equal("LoyaltyCapReachedError", await RefusedAsync(host, ann, ann, bob, 51));
        Assert.Null(await RefusedAsync(host, anna, anna, bob, 40));
        await host.MergeAsync(ann, anna);
        Assert.Equal("LoyaltyCapReachedError", await RefusedAsync(host, ann, ann, bob, 21));
        Assert.Null(await RefusedAsync(host, ann, ann, bob, 20));
        Assert.Equal((140, 61), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_the_recipient_owes_or_is_due_is_booked_though_the_giver_sees_none_of_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync(
            "loyaltyUpdateProgram", new { membersTransfer = true, expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1 },
            "loyaltyProgram");
        var (bob, cleo) = (await host.MemberAsync(10, "Bob"), await host.CreateContactAsync("Cleo"));
        var purchase = await host.PurchaseAsync(cleo, 30);
        await host.HandledAsync();
        await host.RedeemAsync(cleo, 30);
        await host.VoidAsync(purchase);
        await host.HandledAsync();
        host.Crm.Clock.Advance(TimeSpan.FromDays(40));
        var ann = await host.MemberAsync(100, "Ann");
        Assert.Null(await RefusedAsync(host, ann, ann, bob, 20));
        Assert.Null(await RefusedAsync(host, ann, ann, cleo, 50));
        Assert.Equal((30, 20, 20), (await host.BalanceAsync(ann), await host.BalanceAsync(bob), await host.BalanceAsync(cleo)));
        foreach (var contactId in new[] { ann, bob, cleo }) Assert.Empty((await LedgerBook.ReadAsync(host, contactId))!.Faults());
        Assert.Equal(
            """{"findings":[]}""",
            (await host.Crm.QueryAsync("{ loyaltyReconcile { findings { message } } }")).GetProperty("loyaltyReconcile").ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_id_that_was_merged_leads_to_who_goes_on(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await AllowAsync(host);
        var (ann, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(10, "Bob"));
        var bobby = await host.MemberAsync(10, "Bobby");
        Assert.Null(await RefusedAsync(host, ann, ann, bobby, 20, "gift"));
        await host.MergeAsync(bob, bobby);
        foreach (var toContactId in new[] { bobby, bob }) Assert.Null(await RefusedAsync(host, ann, ann, toContactId, 20, "gift"));
        Assert.Null(await RefusedAsync(host, ann, ann, bobby, 30));
        Assert.Equal((50, 70), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        Assert.Equal("LoyaltyTransferToSelfError", await RefusedAsync(host, bob, bob, bobby, 1));
    }

    static CrmPrincipal Member(string contactId) => Acting.Member(contactId, "contacts:read", "loyalty:read", "loyalty:write");

    static Task AllowAsync(LoyaltyHost host, long? maxPointsPerTransfer = null, long? maxTransferredPerDay = null) => host.DoAsync(
        "loyaltyUpdateProgram", new { membersTransfer = true, maxPointsPerTransfer, maxTransferredPerDay }, "loyaltyProgram");

    static Task<JsonElement> TransferAsync(
        LoyaltyHost host, string who, string fromContactId, string toContactId, long points, string? idempotencyKey = null) =>
        host.ChangeAsync(
            "loyaltyTransfer", new { fromContactId, toContactId, points, idempotencyKey, reason = "A present" },
            "loyaltyTransaction { id }", who: Member(who));

    static async Task<string?> RefusedAsync(
        LoyaltyHost host, string who, string fromContactId, string toContactId, long points, string? idempotencyKey = null)
    {
        var payload = await TransferAsync(host, who, fromContactId, toContactId, points, idempotencyKey);
        return payload.GetProperty("errors").ValueKind == JsonValueKind.Null ? null : payload.ErrorType();
    }
}
