using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Tests that take turns at a host don't notice it.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class LoyaltyHostsTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_test_finds_the_plugin_as_it_is_installed_whatever_the_one_before_did(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.UpdateProgramAsync(
            new { timeZone = "Asia/Shanghai", expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1, adjustmentApprovalAbove = 5 });
        await host.RuleAsync("double", new { effect = new { factor = 2 } });
        await host.DoAsync("loyaltyCreateTier", new { code = "TOP", name = "Top", rank = 4, points = 9_000 }, "loyaltyTier");
        await host.DoAsync("loyaltyCreateReward", new { code = "mug", name = "A mug", kind = "GIFT", points = 100 }, "loyaltyReward");
        var ann = await host.MemberAsync(100);
        host.Crm.Clock.Advance(TimeSpan.FromDays(400));
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal((0, 20), (await host.BalanceAsync(ann), await host.WorthAsync(new { amount = 10 })));

        Assert.Same(host, await hosts.AfreshAsync(database));

        Assert.Equal(
            """
            {"loyaltyPrograms":{"nodes":[{"code":"default","timeZone":"UTC","expiryPolicy":"NEVER","adjustmentApprovalAbove":null,
            "tiers":{"nodes":[{"code":"BRONZE"},{"code":"SILVER"},{"code":"GOLD"}]}}]},"loyaltyRules":{"nodes":[{"code":"purchases"}]},
            "loyaltyRewards":{"nodes":[]},"loyaltyAccounts":{"nodes":[]},"loyaltyLiability":{"issued":0}}
            """.ReplaceLineEndings(""),
            (await host.Crm.QueryAsync(
                """
                { loyaltyPrograms { nodes { code timeZone expiryPolicy adjustmentApprovalAbove
                    tiers(order: [{ rank: ASC }]) { nodes { code } } } }
                  loyaltyRules { nodes { code } } loyaltyRewards { nodes { code } } loyaltyAccounts { nodes { balance } }
                  loyaltyLiability { issued } }
                """)).ToString());
        Assert.Equal(10, await host.WorthAsync(new { amount = 10 }));
        Assert.InRange(host.Crm.Clock.GetUtcNow(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        ann = await host.MemberAsync(100);
        await host.RunJobAsync("LoyaltyDue");
        Assert.Equal(100, await host.BalanceAsync(ann));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => host.ExecuteAsync("DELETE FROM loyalty_transactions"));
    }

    [Fact]
    public async Task Events_that_a_test_leaves_behind_are_not_there_for_the_next()
    {
        var host = await hosts.AfreshAsync(DatabaseKind.Sqlite);
        await host.MemberAsync(100);
        await host.ParkLastEventAsync();
        await (await hosts.AfreshAsync(DatabaseKind.Sqlite)).HandledAsync();
    }
}
