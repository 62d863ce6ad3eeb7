using Crm.Headless.Plugins.Tests.People;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What becomes of points when people are merged, separated and forgotten.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class LoyaltyPeopleTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Both_histories_stay_and_what_was_handed_over_comes_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(40, "Anna"));
        await host.RedeemAsync(anna, 10);
        await host.MergeAsync(ann, anna);
        Assert.Equal(130, await host.BalanceAsync(ann));
        await host.UnmergeAsync(anna);
        Assert.Equal((100, 30), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        Assert.Equal(["EARN", "MERGE", "UNMERGE"], await KindsAsync(host, ann));
        Assert.Equal(["EARN", "REDEEM", "MERGED_AWAY", "SEPARATED"], await KindsAsync(host, anna));
        await AssertBooksAsync(host, ann, anna);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_the_survivor_spent_of_the_others_points_it_pays_and_owes(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(20, "Ann"), await host.MemberAsync(100, "Anna"));
        await host.MergeAsync(ann, anna);
        await host.RedeemAsync(ann, 110);
        await host.UnmergeAsync(anna);
        Assert.Equal((-90, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await AssertBooksAsync(host, ann, anna);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_debt_goes_over_and_comes_back(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(100, "Ann"), await host.CreateContactAsync("Anna"));
        var purchase = await host.PurchaseAsync(anna, 60);
        await host.HandledAsync();
        await host.RedeemAsync(anna, 60);
        await host.VoidAsync(purchase);
        await host.HandledAsync();
        await host.MergeAsync(ann, anna);
        Assert.Equal(40, await host.BalanceAsync(ann));
        await host.UnmergeAsync(anna);
        Assert.Equal((100, -60), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await AssertBooksAsync(host, ann, anna);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_purchase_is_given_back_once_whether_that_is_before_or_after_the_people_are_separated(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(100, "Ann"), await host.CreateContactAsync("Anna"));
        var purchase = await host.PurchaseAsync(anna, 60);
        await host.HandledAsync();
        await host.MergeAsync(ann, anna);
        purchase = await host.CorrectAsync(purchase, new { amount = 50 });
        await host.HandledAsync();
        Assert.Equal(150, await host.BalanceAsync(ann));
        await host.UnmergeAsync(anna);
        Assert.Equal((100, 50), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await host.VoidAsync(purchase);
        await host.HandledAsync();
        Assert.Equal((100, 0), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await AssertBooksAsync(host, ann, anna);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_books_of_the_programme_still_add_up_when_a_person_is_forgotten(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(100, "Ann"), await host.MemberAsync(50, "Bob"));
        await host.DoAsync(
            "loyaltyRedeem", new { contactId = ann, points = 30, reason = "for Ann", idempotencyKey = "ann-1" }, "loyaltyTransaction");
        await host.EraseAsync(ann);
        var data = await host.Crm.QueryAsync(
            "{ loyaltyLiability { available issued redeemed expired outstanding } loyaltyReconcile { accounts findings { message } } }");
        Assert.Equal(
            """{"available":50,"issued":150,"redeemed":30,"expired":70,"outstanding":50}""",
            data.GetProperty("loyaltyLiability").ToString());
        Assert.Equal("""{"accounts":2,"findings":[]}""", data.GetProperty("loyaltyReconcile").ToString());
        Assert.Equal(0, await host.Crm.Database.ScalarAsync("SELECT COUNT(*) FROM loyalty_details"));
        Assert.Equal(50, await host.BalanceAsync(bob));
    }

    static async Task<IEnumerable<string?>> KindsAsync(LoyaltyHost host, string contactId) =>
        (await LedgerBook.ReadAsync(host, contactId))!.Rows.Select(row => row.GetProperty("kind").GetString());

    static async Task AssertBooksAsync(LoyaltyHost host, params string[] people)
    {
        foreach (var person in people) Assert.Empty((await LedgerBook.ReadAsync(host, person))!.Faults());
        Assert.Empty(
            (await host.Crm.QueryAsync("{ loyaltyReconcile { findings { message } } }")).GetProperty("loyaltyReconcile")
                .GetProperty("findings").EnumerateArray());
    }
}
