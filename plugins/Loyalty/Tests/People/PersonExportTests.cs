using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.People;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What a person who asks is told, and what is left of one who asks to be forgotten.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class PersonExportTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_export_holds_everything_that_is_known_of_the_member(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await BusyMemberAsync(host, "Ann");
        var account = await AccountAsync(host, ann);
        Assert.Equal(
            ("default", "GOLD", true),
            ((string?)account["program"], (string?)account["tier"]!["code"], (bool)account["tier"]!["isOverridden"]!));
        Assert.Equal(
            [" -> BRONZE ", "BRONZE -> GOLD Ann is a friend of the house"],
            Texts(account["tierChanges"]!, change => $"{change["from"]} -> {change["to"]} {change["reason"]}"));
        Assert.Equal(
            ["EARN 200  ", "REDEEM -60  mug", "HOLD -20 for Ann ", "CONFIRM 5  ", "ADJUST 7 Ann was cross "],
            Texts(account["transactions"]!, row => $"{row["kind"]} {row["available"]} {row["reason"]} {row["reward"]}"));
        Assert.Equal(["125 200", "7 7"], Texts(account["lots"]!, lot => $"{lot["available"]} {lot["earned"]}"));
        Assert.Equal(["20 15 CONFIRMED"], Texts(account["holds"]!, hold => $"{hold["points"]} {hold["confirmed"]} {hold["status"]}"));
        Assert.Equal(
            ["mug A mug 60 ISSUED"],
            Texts(account["vouchers"]!, one => $"{one["reward"]} {one["rewardName"]} {one["points"]} {one["status"]}"));
        Assert.Equal(
            ["7 BOOKED Ann was cross", "900 REQUESTED Ann asked for it"],
            Texts(account["adjustments"]!, one => $"{one["points"]} {one["status"]} {one["reason"]}"));
        Assert.Equal(["30"], Texts(account["notices"]!, notice => $"{notice["days"]}"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_is_separated_again_exports_the_same_as_before_and_the_survivor_what_came_meanwhile(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, anna) = (await BusyMemberAsync(host, "Ann"), await BusyMemberAsync(host, "Anna"));
        var before = (await AccountAsync(host, ann), await AccountAsync(host, anna));
        await host.MergeAsync(ann, anna);
        await host.UnmergeAsync(anna);
        Assert.Equal(before.Item1.ToJsonString(), (await AccountAsync(host, ann)).ToJsonString());
        Assert.Equal(before.Item2.ToJsonString(), (await AccountAsync(host, anna)).ToJsonString());

        await host.MergeAsync(ann, anna);
        await GrumpyAsync(host, anna, 3, "after the merge"); // through the id that was merged
        await GrumpyAsync(host, ann, 4, "after the merge, too");
        await host.UnmergeAsync(anna);
        Assert.Equal(
            (136L, 135L),
            ((await AccountAsync(host, ann))["available"]!.GetValue<long>(),
                (await AccountAsync(host, anna))["available"]!.GetValue<long>()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Somebody_who_took_no_part_before_a_merge_takes_none_after_it_whatever_the_programmes(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyCreateProgram", new { code = "a-club", name = "A club" }, "loyaltyProgram");
        var (ann, anna) = (await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Anna"));
        await host.DoAsync("loyaltyEnroll", new { contactId = anna, program = "a-club" }, "loyaltyAccount");
        await host.MergeAsync(ann, anna);
        Assert.Equal(2, (await host.ExportAsync(ann))["plugins"]!["crm.loyalty"]!.AsArray().Count);
        await host.UnmergeAsync(anna);
        Assert.Null((await host.ExportAsync(ann))["plugins"]!["crm.loyalty"]);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_who_is_forgotten_no_word_stays_on_either_side_of_what_was_handed_over(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await BusyMemberAsync(host, "Ann"), await host.MemberAsync(50, "Bob"));
        await host.DoAsync(
            "loyaltyTransfer", new { fromContactId = ann, toContactId = bob, points = 5, reason = "from Ann" }, "loyaltyTransaction");
        await host.DoAsync("loyaltyRedeem", new { contactId = bob, points = 5, reason = "his own" }, "loyaltyTransaction");
        await host.EraseAsync(ann);
        Assert.Equal(1, await host.Crm.Database.ScalarAsync("SELECT COUNT(*) FROM loyalty_details"));
        Assert.Equal(
            0, await host.Crm.Database.ScalarAsync(
                "SELECT COUNT(*) FROM loyalty_adjustments WHERE reason IS NOT NULL OR idempotency_key IS NOT NULL"));
        foreach (var (table, left) in new[] { ("loyalty_notices", 0), ("loyalty_tier_changes", 1) }) // Bob's own
            Assert.Equal(left, await host.Crm.Database.ScalarAsync($"SELECT COUNT(*) FROM {table}"));
        var findings = (await host.Crm.QueryAsync("{ loyaltyReconcile { findings { message } } }")).GetProperty("loyaltyReconcile")
            .GetProperty("findings");
        Assert.Empty(findings.EnumerateArray());
    }

    /// <summary>Somebody of whom there is a row of every kind, with 132 points.</summary>
    static async Task<string> BusyMemberAsync(LoyaltyHost host, string name)
    {
        await host.DoAsync(
            "loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1, adjustmentApprovalAbove = 100 },
            "loyaltyProgram");
        var contactId = await host.MemberAsync(200, name);
        await host.DoAsync("loyaltyIssueReward", new { contactId, rewardId = await MugAsync(host) }, "loyaltyVoucher");
        var holdId = (await host.DoAsync("loyaltyHold", new { contactId, points = 20, reason = $"for {name}" }, "loyaltyHold"))
            .GetProperty("id").GetString();
        await host.DoAsync("loyaltyConfirmHold", new { holdId, points = 15 }, "loyaltyHold");
        await GrumpyAsync(host, contactId, 7, $"{name} was cross");
        await host.DoAsync(
            "loyaltyRequestAdjustment", new { contactId, points = 900, reason = $"{name} asked for it" }, "loyaltyAdjustment",
            inputType: "LoyaltyAdjustInput");
        await host.DoAsync(
            "loyaltyOverrideTier", new { contactId, tierId = await GoldAsync(host), reason = $"{name} is a friend of the house" },
            "loyaltyAccount");
        host.Crm.Clock.Advance(TimeSpan.FromDays(2));
        await host.RunJobAsync("LoyaltyExpiryNotices");
        return contactId;
    }

    static Task GrumpyAsync(LoyaltyHost host, string contactId, long points, string reason) =>
        host.DoAsync("loyaltyAdjust", new { contactId, points, reason, idempotencyKey = reason }, "loyaltyAdjustment");

    static async Task<string> MugAsync(LoyaltyHost host)
    {
        var rewards = (await host.Crm.QueryAsync("{ loyaltyRewards { nodes { id } } }")).GetProperty("loyaltyRewards").GetProperty("nodes");
        if (rewards.GetArrayLength() > 0) return rewards[0].GetProperty("id").GetString()!;
        return (await host.DoAsync(
            "loyaltyCreateReward", new { code = "mug", name = "A mug", kind = "GIFT", points = 60 }, "loyaltyReward"))
            .GetProperty("id").GetString()!;
    }

    static async Task<string?> GoldAsync(LoyaltyHost host) =>
        (await host.Crm.QueryAsync("""{ loyaltyPrograms { nodes { tiers(where: { code: { eq: "GOLD" } }) { nodes { id } } } } }"""))
        .GetProperty("loyaltyPrograms").GetProperty("nodes")[0].GetProperty("tiers").GetProperty("nodes")[0].GetProperty("id").GetString();

    static async Task<JsonNode> AccountAsync(LoyaltyHost host, string contactId) =>
        (await host.ExportAsync(contactId))["plugins"]!["crm.loyalty"]!["accounts"]![0]!;

    static IEnumerable<string> Texts(JsonNode list, Func<JsonNode, string> text) => list.AsArray().Select(one => text(one!));
}
