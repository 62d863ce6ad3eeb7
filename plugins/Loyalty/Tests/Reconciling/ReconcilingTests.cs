using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What somebody does to the tables behind the ledger's back.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class ReconcilingTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_database_itself_refuses_to_change_or_remove_a_row_of_the_ledger(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.MemberAsync(100);
        foreach (var statement in new[]
        {
            "UPDATE loyalty_transactions SET available = available + 1, issued = issued - 1", "DELETE FROM loyalty_transactions",
            "UPDATE loyalty_movements SET points = points + 1", "DELETE FROM loyalty_movements",
        })
        {
            var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => host.ExecuteAsync(statement));
            Assert.Contains("append-only", refusal.Message);
        }
        Assert.Empty(await FindingsAsync(host));
    }

    [Theory]
    [OnSqlite("UPDATE loyalty_transactions SET available = 1100, issued = -1100 WHERE sequence = 1", 1L)]
    [OnPostgreSql("UPDATE loyalty_transactions SET available = 1100, issued = -1100 WHERE sequence = 1", 1L)]
    [OnSqlite("UPDATE loyalty_movements SET points = 4 WHERE transaction_id = (SELECT id FROM loyalty_transactions WHERE sequence = 2)",
        2L)]
    [OnPostgreSql(
        "UPDATE loyalty_movements SET points = 4 WHERE transaction_id = (SELECT id FROM loyalty_transactions WHERE sequence = 2)", 2L)]
    [OnSqlite("DELETE FROM loyalty_transactions WHERE sequence = 2", 3L)]
    [OnPostgreSql("DELETE FROM loyalty_transactions WHERE sequence = 2", 3L)]
    [OnSqlite("UPDATE loyalty_details SET reason = 'something else' WHERE reason IS NOT NULL", 2L)]
    [OnPostgreSql("UPDATE loyalty_details SET reason = 'something else' WHERE reason IS NOT NULL", 2L)]
    public async Task A_row_that_was_tampered_with_is_named(DatabaseKind database, string tampering, long sequence)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        await host.DoAsync("loyaltyRedeem", new { contactId = ann, points = 5, reason = "coffee" }, "loyaltyTransaction");
        await host.RedeemAsync(ann, 6);
        Assert.Empty(await FindingsAsync(host));

        await host.ExecuteDisarmedAsync(tampering);

        Assert.Contains(
            await FindingsAsync(host), finding =>
                finding.GetProperty("sequence") is { ValueKind: JsonValueKind.Number } found && found.GetInt64() == sequence);
    }

    [Theory]
    [OnSqlite("UPDATE loyalty_accounts SET available = 1000, balance = 1000")]
    [OnPostgreSql("UPDATE loyalty_accounts SET available = 1000, balance = 1000")]
    [OnSqlite("UPDATE loyalty_lots SET available = 90, redeemed = 10")]
    [OnPostgreSql("UPDATE loyalty_lots SET available = 90, redeemed = 10")]
    public async Task A_balance_or_lot_that_the_ledger_does_not_bear_out_is_named(DatabaseKind database, string tampering)
    {
        var host = await hosts.AfreshAsync(database);
        await host.RedeemAsync(await host.MemberAsync(100), 5);
        await host.ExecuteAsync(tampering);
        Assert.NotEmpty(await FindingsAsync(host));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_liability_is_what_was_issued_less_what_is_gone_at_any_time(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        var ann = await host.MemberAsync(100);
        var before = host.Crm.Clock.GetUtcNow();
        host.Crm.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RedeemAsync(ann, 30);
        await host.MemberAsync(50, "Bob");
        const string Fields = "{ pending available held debt issued redeemed expired adjusted outstanding }";
        var data = await host.Crm.QueryAsync(
            $"query($at: DateTime!) {{ then: loyaltyLiability(asOf: $at) {Fields} now: loyaltyLiability {Fields} }}", new { at = before });
        Assert.Equal(
            """{"pending":0,"available":100,"held":0,"debt":0,"issued":100,"redeemed":0,"expired":0,"adjusted":0,"outstanding":100}""",
            data.GetProperty("then").ToString());
        Assert.Equal(
            """{"pending":0,"available":120,"held":0,"debt":0,"issued":150,"redeemed":30,"expired":0,"adjusted":0,"outstanding":120}""",
            data.GetProperty("now").ToString());
    }

    static async Task<IReadOnlyList<JsonElement>> FindingsAsync(LoyaltyHost host)
    {
        var data = await host.Crm.QueryAsync(
            "{ loyaltyReconcile { accounts transactions findings { accountId transactionId lotId sequence message } next } }");
        return [.. data.GetProperty("loyaltyReconcile").GetProperty("findings").EnumerateArray()];
    }
}
