using Crm.Headless.Plugins.Tests.People;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What becomes of vouchers when people are merged, separated and forgotten.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class MergedVoucherTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_survivor_uses_vouchers_of_both_and_each_has_its_own_again_when_they_are_separated(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(200, "Ann"), await host.MemberAsync(200, "Anna"));
        var mug = await RewardAsync(host, new { code = "mug", name = "A mug", kind = "GIFT", points = 50, stock = 9 });
        var own = await IssueAsync(host, ann, mug);
        var (used, cancelled) = (await IssueAsync(host, anna, mug), await IssueAsync(host, anna, mug));
        var open = await IssueAsync(host, anna, mug);
        await host.MergeAsync(ann, anna);
        Assert.Equal(4, (await VouchersAsync(host, ann)).Count);
        var seen = await host.Crm.QueryAsync(
            Acting.Member(ann, "contacts:read", "loyalty:read"), "{ me { loyalty { vouchers { totalCount } } } }");
        Assert.Equal(4, seen.GetProperty("me").GetProperty("loyalty").GetProperty("vouchers").GetProperty("totalCount").GetInt32());

        await host.DoAsync("loyaltyRedeemVoucher", new { code = used.Code }, "loyaltyVoucher");
        await host.DoAsync("loyaltyCancelVoucher", new { id = cancelled.Id }, "loyaltyVoucher");
        var later = await IssueAsync(host, anna, mug); // through the id that was merged
        Assert.Equal((200, "5 4"), (await host.BalanceAsync(ann), await StockAsync(host, "mug")));

        await host.UnmergeAsync(anna);
        Assert.Equal([$"{own.Code} ISSUED", $"{later.Code} ISSUED"], await VouchersAsync(host, ann));
        Assert.Equal([$"{used.Code} REDEEMED", $"{cancelled.Code} CANCELLED", $"{open.Code} ISSUED"], await VouchersAsync(host, anna));
        Assert.Equal((100, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
        await host.DoAsync("loyaltyCancelVoucher", new { id = open.Id }, "loyaltyVoucher");
        Assert.Equal(150, await host.BalanceAsync(anna));
        await AssertReconciledAsync(host);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_member_can_have_counts_for_both_as_long_as_they_are_one(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(200, "Ann"), await host.MemberAsync(200, "Anna"));
        var mug = await RewardAsync(host, new { code = "mug", name = "A mug", kind = "GIFT", points = 50, perMember = 1 });
        await IssueAsync(host, anna, mug);
        await host.MergeAsync(ann, anna);
        foreach (var contactId in new[] { ann, anna })
        {
            var refused = await host.ChangeAsync(
                "loyaltyIssueReward", new { contactId, rewardId = mug }, "__typename", "... on LoyaltyRewardUnavailableError { obstacle }");
            Assert.Equal("PER_MEMBER", refused.Error().GetProperty("obstacle").GetString());
        }
        await host.UnmergeAsync(anna);
        await IssueAsync(host, ann, mug);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_a_chain_of_merges_each_one_that_is_undone_gives_back_what_it_had_brought(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        string[] people = [await host.MemberAsync(100, "Ann"), await host.MemberAsync(100, "Bea"), await host.MemberAsync(100, "Cleo")];
        var mug = await RewardAsync(host, new { code = "mug", name = "A mug", kind = "GIFT", points = 50 });
        foreach (var contactId in people) await IssueAsync(host, contactId, mug);
        var before = await ExportsAsync(host, people);
        await host.MergeAsync(people[1], people[0]);
        await host.MergeAsync(people[2], people[1]);
        Assert.Equal(3, (await VouchersAsync(host, people[2])).Count);
        await host.UnmergeAsync(people[1]);
        Assert.Equal((1, 2), ((await VouchersAsync(host, people[2])).Count, (await VouchersAsync(host, people[1])).Count));
        await host.UnmergeAsync(people[0]);
        Assert.Equal(before, await ExportsAsync(host, people));
        await AssertReconciledAsync(host);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_somebody_who_is_forgotten_could_still_use_goes_back_to_the_stock_and_its_points_lapse(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await host.MemberAsync(200, "Ann"), await host.MemberAsync(100, "Anna"));
        var mug = await RewardAsync(host, new { code = "mug", name = "A mug", kind = "GIFT", points = 60, stock = 5 });
        var day = await RewardAsync(
            host, new { code = "day", name = "A day out", kind = "EXPERIENCE", points = 40, stock = 5, voucherDays = 1 });
        var used = await IssueAsync(host, ann, mug);
        await host.DoAsync("loyaltyRedeemVoucher", new { code = used.Code, idempotencyKey = "canary" }, "loyaltyVoucher");
        foreach (var (contactId, reward) in new[] { (ann, mug), (ann, day), (anna, mug) }) await IssueAsync(host, contactId, reward);
        host.Crm.Clock.Advance(TimeSpan.FromDays(2)); // nobody goes out any more
        await host.MergeAsync(ann, anna);
        Assert.Equal(("2 3", "4 1"), (await StockAsync(host, "mug"), await StockAsync(host, "day")));

        await host.EraseAsync(ann);
        Assert.Equal(("4 1", "4 1"), (await StockAsync(host, "mug"), await StockAsync(host, "day")));
        var books = await host.Crm.QueryAsync("{ loyaltyLiability { available issued redeemed expired adjusted outstanding } }");
        Assert.Equal(
            """{"available":0,"issued":300,"redeemed":100,"expired":200,"adjusted":0,"outstanding":0}""",
            books.GetProperty("loyaltyLiability").ToString());
        await AssertReconciledAsync(host);
        Assert.Empty(await EveryColumn.FindAsync(
            host.Crm.Services.GetRequiredService<Database>(), value => EveryColumn.Holds(value, "canary")));
        Assert.Equal(2, await host.Crm.Database.ScalarAsync("SELECT COUNT(*) FROM loyalty_vouchers WHERE status = 'CANCELLED'"));
    }

    static async Task<string> RewardAsync(LoyaltyHost host, object reward) =>
        (await host.DoAsync("loyaltyCreateReward", reward, "loyaltyReward")).GetProperty("id").GetString()!;

    static async Task<(string Id, string Code)> IssueAsync(LoyaltyHost host, string contactId, string rewardId)
    {
        host.Crm.Clock.Advance(TimeSpan.FromSeconds(1)); // so that they are told in order
        var voucher = await host.DoAsync("loyaltyIssueReward", new { contactId, rewardId }, "loyaltyVoucher", "id code");
        return (voucher.GetProperty("id").GetString()!, voucher.GetProperty("code").GetString()!);
    }

    static async Task<IReadOnlyList<string>> VouchersAsync(LoyaltyHost host, string contactId)
    {
        var account = await host.AccountAsync(contactId, "vouchers(order: [{ issuedAt: ASC }]) { nodes { code status } }");
        return [.. account.GetProperty("vouchers").GetProperty("nodes").EnumerateArray()
            .Select(voucher => $"{voucher.GetProperty("code")} {voucher.GetProperty("status")}")];
    }

    static async Task<string> StockAsync(LoyaltyHost host, string code)
    {
        var data = await host.Crm.QueryAsync(
            "query($code: String!) { loyaltyRewards(where: { code: { eq: $code } }) { nodes { stock issued } } }", new { code });
        var reward = data.GetProperty("loyaltyRewards").GetProperty("nodes")[0];
        return $"{reward.GetProperty("stock")} {reward.GetProperty("issued")}";
    }

    static async Task<IReadOnlyList<string>> ExportsAsync(LoyaltyHost host, string[] people)
    {
        var exports = new List<string>();
        foreach (var person in people) exports.Add((await host.ExportAsync(person)).ToJsonString());
        return exports;
    }

    static async Task AssertReconciledAsync(LoyaltyHost host) => Assert.Equal(
        """{"findings":[]}""",
        (await host.Crm.QueryAsync("{ loyaltyReconcile { findings { message } } }")).GetProperty("loyaltyReconcile").ToString());
}
