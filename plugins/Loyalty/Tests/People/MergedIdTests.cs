using System.Text.Json;
using Crm.Headless.Plugins.Tests.People;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Clients that know the id of a contact that was merged go on with it.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class MergedIdTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_taken_through_it_is_taken_from_the_survivor(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(40, "Anna"), await host.MemberAsync(1, "Bob"));
        var rewardId = await MugAsync(host, 20);
        await host.MergeAsync(ann, anna);
        await host.RedeemAsync(anna, 50);
        Assert.Equal(90, await host.BalanceAsync(ann));
        await host.DoAsync("loyaltyHold", new { contactId = anna, points = 30 }, "loyaltyHold");
        await host.DoAsync("loyaltyIssueReward", new { contactId = anna, rewardId }, "loyaltyVoucher");
        await host.DoAsync("loyaltyAdjust", new { contactId = anna, points = -10, reason = "a mistake" }, "loyaltyAdjustment");
        await host.DoAsync("loyaltyTransfer", new { fromContactId = anna, toContactId = bob, points = 5 }, "loyaltyTransaction");
        Assert.Equal((25, 6), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        Assert.Equal(
            "LoyaltyTransferToSelfError",
            (await host.ChangeAsync("loyaltyTransfer", new { fromContactId = ann, toContactId = anna, points = 1 }, "__typename"))
                .ErrorType());
        await host.UnmergeAsync(anna);
        Assert.Equal((-15, 40), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await AssertReconciledAsync(host);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_given_through_it_goes_on_to_the_survivor_and_comes_back_with_it(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(40, "Anna"), await host.MemberAsync(50, "Bob"));
        await host.MergeAsync(ann, anna);
        await host.DoAsync("loyaltyAdjust", new { contactId = anna, points = 3, reason = "a gift" }, "loyaltyAdjustment");
        for (var i = 0; i < 2; i++)
        {
            await host.DoAsync(
                "loyaltyTransfer", new { fromContactId = bob, toContactId = anna, points = 7, idempotencyKey = "gift" },
                "loyaltyTransaction");
            await host.DoAsync(
                "loyaltyImportBalances", new { balances = new[] { new { contactId = anna, points = 20 } } }, "rows", "status");
        }
        Assert.Equal((170, 43), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
        await host.UnmergeAsync(anna);
        Assert.Equal((100, 70), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await AssertReconciledAsync(host);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task It_leads_there_also_when_the_merged_contact_took_no_part_and_for_what_is_not_about_points(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(100, "Ann"), await host.CreateContactAsync("Anna"));
        await host.MergeAsync(ann, anna);
        await host.RedeemAsync(anna, 30);
        Assert.Equal(70, await host.BalanceAsync(ann));
        var account = (await host.AccountAsync(ann, "id")).ToString();
        Assert.Equal(account, (await host.DoAsync("loyaltyEnroll", new { contactId = anna }, "loyaltyAccount")).ToString());
        await host.DoAsync("loyaltySuspend", new { contactId = anna }, "loyaltyAccount");
        Assert.Equal("LoyaltySuspendedError", (await host.RedeemAsync(ann, 1)).ErrorType());
        await host.DoAsync("loyaltyResume", new { contactId = anna }, "loyaltyAccount");
        await host.DoAsync(
            "loyaltyImportBalances",
            new { balances = new[] { new { contactId = ann, points = 5 }, new { contactId = anna, points = 5 } } }, "rows", "status");
        var quote = await host.Crm.QueryAsync(
            "query($id: ID!) { loyaltyQuote(basket: { contactId: $id, amount: 8 }) { points } }", new { id = anna });
        Assert.Equal((80, 8), (await host.BalanceAsync(ann), quote.GetProperty("loyaltyQuote").GetProperty("points").GetInt32()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Points_that_somebody_asked_to_take_before_the_merge_are_taken_from_the_survivor(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(40, "Anna"));
        var id = (await host.DoAsync(
            "loyaltyRequestAdjustment", new { contactId = anna, points = -30, reason = "a mistake" }, "loyaltyAdjustment",
            who: Clerk("tim"), inputType: "LoyaltyAdjustInput")).GetProperty("id").GetString();
        await host.MergeAsync(ann, anna);
        await host.DoAsync("loyaltyApproveAdjustment", new { id }, "loyaltyAdjustment", who: Clerk("eve"));
        Assert.Equal(110, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_asked_for_before_the_merge_is_answered_the_same_whoever_of_both_is_named(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(100, "Anna"));
        var rewardId = await MugAsync(host, 20);
        var requests = new (string Field, string Result, Func<string, object> Input)[]
        {
            ("loyaltyRedeem", "loyaltyTransaction", who => new { contactId = who, points = 10, idempotencyKey = "1" }),
            ("loyaltyHold", "loyaltyHold", who => new { contactId = who, points = 10, idempotencyKey = "2" }),
            ("loyaltyIssueReward", "loyaltyVoucher", who => new { contactId = who, rewardId, idempotencyKey = "3" }),
            ("loyaltyAdjust", "loyaltyAdjustment", who => new { contactId = who, points = -1, reason = "one", idempotencyKey = "4" }),
            ("loyaltyAdjust", "loyaltyAdjustment", who => new { contactId = who, points = 2, reason = "two", idempotencyKey = "5" }),
        };
        var first = new List<string>();
        foreach (var (field, result, input) in requests) first.Add((await host.DoAsync(field, input(anna), result)).ToString());
        await host.MergeAsync(ann, anna);
        var balance = await host.BalanceAsync(ann);
        foreach (var who in new[] { anna, ann })
            foreach (var ((field, result, input), before) in requests.Zip(first))
                Assert.Equal(before, (await host.DoAsync(field, input(who), result)).ToString());
        Assert.Equal("LoyaltyIdempotencyConflictError", (await host.RedeemAsync(ann, 11, "1")).ErrorType());
        Assert.Equal(balance, await host.BalanceAsync(ann));

        var later = Id(await host.RedeemAsync(anna, 10, "6"));
        Assert.Equal(later, Id(await host.RedeemAsync(ann, 10, "6")));
        Assert.Equal(later, Id(await host.RedeemAsync(anna, 10, "6")));
        Assert.Equal(balance - 10, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_key_that_several_used_before_they_were_merged_stands_for_what_was_asked_for_under_the_id_that_is_named(
        DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        string[] people = [await host.MemberAsync(100, "Ann"), await host.MemberAsync(100, "Bea"), await host.MemberAsync(100, "Cleo")];
        var first = await BothAsync(people[0], people[1]);
        await host.MergeAsync(people[1], people[0]);
        await AssertKnownAsync();
        await host.MergeAsync(people[2], people[1]);
        await AssertKnownAsync();
        // Cleo used no such key, so it stands for what either of them asked for.
        Assert.Equal(first, await BothAsync(people[2], people[2]));
        Assert.Equal("LoyaltyIdempotencyConflictError", (await host.RedeemAsync(people[2], 30, "k")).ErrorType());
        Assert.Equal(270, await host.BalanceAsync(people[2]));
        await host.UnmergeAsync(people[1]);
        await host.UnmergeAsync(people[0]);
        await AssertKnownAsync();
        Assert.NotEqual(first.Ten, Id(await host.RedeemAsync(people[2], 10, "k")));

        async Task<(string Ten, string Twenty)> BothAsync(string one, string other) =>
            (Id(await host.RedeemAsync(one, 10, "k")), Id(await host.RedeemAsync(other, 20, "k")));

        async Task AssertKnownAsync()
        {
            Assert.Equal(first, await BothAsync(people[0], people[1]));
            Assert.Equal("LoyaltyIdempotencyConflictError", (await host.RedeemAsync(people[0], 20, "k")).ErrorType());
            Assert.Equal("LoyaltyIdempotencyConflictError", (await host.RedeemAsync(people[1], 10, "k")).ErrorType());
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_goes_on_with_either_id_and_others_are_told_the_same_as_before(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(100, "Anna"), await host.MemberAsync(9, "Bob"));
        Assert.Null(await SpendAsync(anna, anna, 40, "k"));
        await host.MergeAsync(ann, anna);
        Assert.Null(await SpendAsync(ann, ann, 40, "k")); // it is known
        Assert.Null(await SpendAsync(ann, anna, 40, "k"));
        Assert.Null(await SpendAsync(anna, anna, 40, "k"));
        Assert.Equal(160, await host.BalanceAsync(ann));
        Assert.Null(await SpendAsync(ann, anna, 10));
        Assert.Null(await SpendAsync(anna, anna, 80)); // signed in since before the merge
        Assert.Equal(70, await host.BalanceAsync(ann));
        Assert.Equal("LoyaltyNotEnrolledError", await SpendAsync(bob, anna, 1));

        async Task<string?> SpendAsync(string who, string contactId, long points, string? idempotencyKey = null)
        {
            var payload = await host.ChangeAsync(
                "loyaltyRedeem", new { contactId, points, idempotencyKey }, "loyaltyTransaction { id }",
                who: Acting.Member(who, "contacts:read", "loyalty:read", "loyalty:write"));
            return payload.GetProperty("errors").ValueKind == JsonValueKind.Null ? null : payload.ErrorType();
        }
    }

    static string Id(JsonElement payload) => payload.GetProperty("loyaltyTransaction").GetProperty("id").GetString()!;

    static async Task<string> MugAsync(LoyaltyHost host, long points) =>
        (await host.DoAsync("loyaltyCreateReward", new { code = "mug", name = "A mug", kind = "GIFT", points }, "loyaltyReward"))
        .GetProperty("id").GetString()!;

    static CrmPrincipal Clerk(string name) =>
        new(PrincipalKind.Client, name, GraphQL.Schema.Access.Of(["contacts:read", "loyalty:read", "loyalty:adjust", "loyalty:approve"]));

    static async Task AssertReconciledAsync(LoyaltyHost host) => Assert.Equal(
        """{"findings":[]}""",
        (await host.Crm.QueryAsync("{ loyaltyReconcile { findings { message } } }")).GetProperty("loyaltyReconcile").ToString());
}
