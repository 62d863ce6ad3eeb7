using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What members see and do of their own in a storefront or app.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class SelfServiceTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_sees_its_own_points_tier_rewards_and_history(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(1_200m), await host.MemberAsync(5_000m, "Bob"));
        await host.DoAsync("loyaltyCreateReward", new { code = "mug", name = "A mug", kind = "GIFT", points = 100 }, "loyaltyReward");
        var member = Acting.Member(ann, "contacts:read", "loyalty:read");
        var data = await host.Crm.QueryAsync(member, """
            { me { loyalty { balance available tier { code current { name benefits } next { code points } progress }
                tierChanges { nodes { to } }
                vouchers { nodes { code } } ledger { nodes { kind available } } } } loyaltyRewards { nodes { code points } } }
            """);
        Assert.Equal(
            """{"balance":1200,"available":1200,"tier":{"code":"SILVER","current":{"name":"Silver","benefits":[]},"next":"""
            + """{"code":"GOLD","points":5000},"progress":0.24},"tierChanges":"""
            + """{"nodes":[{"to":"SILVER"},{"to":"BRONZE"}]},"vouchers":"""
            + """{"nodes":[]},"ledger":{"nodes":[{"kind":"EARN","available":1200}]}}""",
            data.GetProperty("me").GetProperty("loyalty").ToString());
        Assert.Equal("""[{"code":"mug","points":100}]""", data.GetProperty("loyaltyRewards").GetProperty("nodes").ToString());

        var others =
            await host.Crm.QueryAsync(
                member, "query($id: ID!) { node(id: $id) { id } }",
                new { id = (await host.AccountAsync(bob, "id")).GetProperty("id").GetString() });
        Assert.Equal("""{"node":null}""", others.ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_member_spends_on_rewards_for_itself_and_for_nobody_else(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var (ann, bob) = (await host.MemberAsync(100m), await host.MemberAsync(100m, "Bob"));
        var mug = (await host.DoAsync(
            "loyaltyCreateReward", new { code = "mug", name = "A mug", kind = "GIFT", points = 60 },
            "loyaltyReward")).GetProperty("id").GetString();
        var member = Acting.Member(ann, "contacts:read", "loyalty:read", "loyalty:write");
        var refused = await host.ChangeAsync("loyaltyIssueReward", new { contactId = bob, rewardId = mug }, "__typename", who: member);
        Assert.Equal("LoyaltyNotEnrolledError", refused.ErrorType());
        await host.DoAsync("loyaltyIssueReward", new { contactId = ann, rewardId = mug }, "loyaltyVoucher", "code", member);
        Assert.Equal((40, 100), (await host.BalanceAsync(ann), await host.BalanceAsync(bob)));
    }

    [Fact]
    public async Task What_staff_does_is_not_in_a_members_schema()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        var ann = await host.MemberAsync(100m);
        var member =
            Acting.Member(ann, "contacts:read", "loyalty:read", "loyalty:write", "loyalty:adjust", "loyalty:approve", "loyalty:admin");
        var fields = await host.Crm.QueryAsync(member, "{ __schema { mutationType { fields { name } } queryType { fields { name } } } }");
        var names = fields.GetProperty("__schema").GetProperty("mutationType").GetProperty("fields").EnumerateArray()
            .Concat(fields.GetProperty("__schema").GetProperty("queryType").GetProperty("fields").EnumerateArray())
            .Select(field => field.GetProperty("name").GetString()!).Where(name => name.StartsWith("loyalty", StringComparison.Ordinal))
            .ToList();
        Assert.Contains("loyaltyIssueReward", names);
        Assert.DoesNotContain(names, name => name is "loyaltyAdjust" or "loyaltyOverrideTier" or "loyaltyRedeemVoucher"
            or "loyaltyImportBalances" or "loyaltyUnitLimits" or "loyaltyAdjustments" or "loyaltyCreateTier");
    }
}
