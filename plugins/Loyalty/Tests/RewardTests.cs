using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What points can be spent on.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class RewardTests(LoyaltyHosts hosts)
{
    const string Voucher = "id code status points expiresAt reward { code stock issued }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_reward_is_issued_for_points_and_its_voucher_redeemed_once(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, mug) =
            (await host.MemberAsync(100m), await RewardAsync(
                host, new { code = "mug", name = "A mug", kind = "GIFT", points = 60, stock = 3 }));
        var voucher = await IssueAsync(host, ann, mug, "order-1");
        Assert.Equal((40, "ISSUED", 2, 1), (
            await host.BalanceAsync(ann), voucher.GetProperty("status").GetString(),
            voucher.GetProperty("reward").GetProperty("stock").GetInt64(), voucher.GetProperty("reward").GetProperty("issued").GetInt64()));
        Assert.Equal(voucher.GetProperty("id").GetString(), (await IssueAsync(host, ann, mug, "order-1")).GetProperty("id").GetString());
        Assert.Equal(40, await host.BalanceAsync(ann));

        var code = voucher.GetProperty("code").GetString()!;
        var shown = $" {code[..4].ToLowerInvariant()}-{code[4..]} ";
        Assert.Equal(
            "REDEEMED",
            (await host.DoAsync("loyaltyRedeemVoucher", new { code = shown, idempotencyKey = "till-1" }, "loyaltyVoucher", Voucher))
                .GetProperty("status").GetString());
        Assert.Equal(
            "REDEEMED",
            (await host.DoAsync("loyaltyRedeemVoucher", new { code, idempotencyKey = "till-1" }, "loyaltyVoucher", Voucher))
                .GetProperty("status").GetString());
        var again =
            (await host.ChangeAsync(
                "loyaltyRedeemVoucher", new { code, idempotencyKey = "till-2" }, "__typename",
                "... on LoyaltyVoucherNotRedeemableError { status }")).Error();
        Assert.Equal("REDEEMED", again.GetProperty("status").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_last_piece_goes_to_one_of_many_who_ask_at_once(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var members = new List<string>();
        for (var i = 0; i < 6; i++) members.Add(await host.MemberAsync(100m, $"Member {i}"));
        var seat = await RewardAsync(host, new { code = "seat", name = "A seat", kind = "EXPERIENCE", points = 10, stock = 2 });
        var answers = await Task.WhenAll(members.Select(member =>
            host.ChangeAsync("loyaltyIssueReward", new { contactId = member, rewardId = seat }, "loyaltyVoucher { id }")));
        Assert.Equal(
            4, answers.Count(
                answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Array && answer.ErrorType() == "LoyaltyOutOfStockError"));
        var balances = await Task.WhenAll(members.Select(host.BalanceAsync));
        Assert.Equal([90, 90, 100, 100, 100, 100], balances.Order());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task One_voucher_is_redeemed_by_one_of_many_tills_at_once(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, mug) =
            (await host.MemberAsync(100m), await RewardAsync(host, new { code = "mug", name = "A mug", kind = "GIFT", points = 60 }));
        var code = (await IssueAsync(host, ann, mug)).GetProperty("code").GetString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(till =>
            host.ChangeAsync("loyaltyRedeemVoucher", new { code, idempotencyKey = $"till-{till}" }, "loyaltyVoucher { id }")));
        Assert.Equal(5, answers.Count(answer =>
            answer.GetProperty("errors").ValueKind == JsonValueKind.Array && answer.ErrorType() == "LoyaltyVoucherNotRedeemableError"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_voucher_that_is_given_back_returns_its_points_and_its_piece(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, mug) =
            (await host.MemberAsync(100m), await RewardAsync(
                host, new { code = "mug", name = "A mug", kind = "GIFT", points = 60, stock = 1 }));
        var id = (await IssueAsync(host, ann, mug)).GetProperty("id").GetString();
        var voucher = await host.DoAsync("loyaltyCancelVoucher", new { id, reason = "Changed her mind" }, "loyaltyVoucher", Voucher);
        Assert.Equal(("CANCELLED", 1, 100), (
            voucher.GetProperty("status").GetString(), voucher.GetProperty("reward").GetProperty("stock").GetInt64(),
            await host.BalanceAsync(ann)));
        Assert.Equal(
            "LoyaltyVoucherNotRedeemableError", (await host.ChangeAsync("loyaltyCancelVoucher", new { id }, "__typename")).ErrorType());
        Assert.Equal(100, await host.BalanceAsync(ann));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_voucher_that_nobody_redeems_in_time_is_no_good_any_more(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, mug) =
            (await host.MemberAsync(100m), await RewardAsync(
                host, new { code = "mug", name = "A mug", kind = "GIFT", points = 60, voucherDays = 30 }));
        var voucher = await IssueAsync(host, ann, mug);
        host.Crm.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        var code = voucher.GetProperty("code").GetString();
        var late =
            (await host.ChangeAsync(
                "loyaltyRedeemVoucher", new { code }, "__typename", "... on LoyaltyVoucherNotRedeemableError { status }")).Error();
        Assert.Equal("EXPIRED", late.GetProperty("status").GetString());
        await host.RunJobAsync("LoyaltyVoucherExpiring");
        Assert.Equal(
            """[{"status":"EXPIRED"}]""",
            (await host.AccountAsync(ann, "vouchers { nodes { status } }")).GetProperty("vouchers").GetProperty("nodes").ToString());
    }

    [Fact]
    public async Task A_reward_can_be_for_some_only_and_says_why_it_is_not_issued()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var ann = await host.MemberAsync(100m);
        Assert.Equal("INACTIVE", await ObstacleAsync(new { code = "a", name = "A", kind = "VOUCHER", points = 1, isActive = false }));
        Assert.Equal(
            "TOO_EARLY",
            await ObstacleAsync(new { code = "b", name = "B", kind = "VOUCHER", points = 1, startsAt = "2999-01-01T00:00:00Z" }));
        Assert.Equal(
            "TOO_LATE", await ObstacleAsync(new { code = "c", name = "C", kind = "VOUCHER", points = 1, endsAt = "2001-01-01T00:00:00Z" }));
        Assert.Equal("TIER", await ObstacleAsync(new { code = "d", name = "D", kind = "VOUCHER", points = 1, fromRank = 2 }));
        var once = await RewardAsync(host, new { code = "e", name = "E", kind = "VOUCHER", points = 1, perMember = 1 });
        await IssueAsync(host, ann, once);
        Assert.Equal("PER_MEMBER", await RefusedAsync(once));
        Assert.Equal("LoyaltyInsufficientPointsError", await TypeAsync(new { code = "f", name = "F", kind = "VOUCHER", points = 1_000 }));

        async Task<string?> ObstacleAsync(object reward) => await RefusedAsync(await RewardAsync(host, reward));

        async Task<string?> RefusedAsync(string reward) => (await host.ChangeAsync(
            "loyaltyIssueReward", new { contactId = ann, rewardId = reward }, "__typename",
            "... on LoyaltyRewardUnavailableError { obstacle }"))
            .Error().GetProperty("obstacle").GetString();

        async Task<string?> TypeAsync(object reward) => (await host.ChangeAsync(
            "loyaltyIssueReward", new { contactId = ann, rewardId = await RewardAsync(host, reward) }, "__typename")).ErrorType();
    }

    [Fact]
    public async Task A_reward_is_changed_as_far_as_it_is_given_and_refused_by_field_where_it_makes_no_sense()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var id = await RewardAsync(
            host, new { code = "mug", name = "A mug", kind = "GIFT", points = 60, stock = 3, value = 5.5, currency = "EUR" });
        var mug = await host.DoAsync(
            "loyaltyUpdateReward", new { id, addStock = -1, points = 70 }, "loyaltyReward", "name points stock value");
        Assert.Equal("""{"name":"A mug","points":70,"stock":2,"value":5.5}""", mug.ToString());
        Assert.Equal("stock", await FieldAsync("loyaltyUpdateReward", new { id, addStock = -3 }));
        Assert.Equal("currency", await FieldAsync("loyaltyUpdateReward", new { id, value = (decimal?)null }));
        Assert.Equal(
            "code", await FieldAsync("loyaltyCreateReward", new { code = "mug", name = "Another mug", kind = "GIFT", points = 1 }));
        Assert.Equal(
            "points", await FieldAsync("loyaltyCreateReward", new { code = "nothing", name = "Nothing", kind = "GIFT", points = 0 }));

        async Task<string?> FieldAsync(string field, object input) =>
            (await host.ChangeAsync(field, input, "__typename", "... on LoyaltyRewardInvalidError { field }")).Error().GetProperty("field")
                .GetString();
    }

    static async Task<string> RewardAsync(LoyaltyHost host, object reward) =>
        (await host.DoAsync("loyaltyCreateReward", reward, "loyaltyReward")).GetProperty("id").GetString()!;

    static Task<JsonElement> IssueAsync(LoyaltyHost host, string contact, string reward, string? key = null) =>
        host.DoAsync("loyaltyIssueReward", new { contactId = contact, rewardId = reward, idempotencyKey = key }, "loyaltyVoucher", Voucher);
}
