using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>An account that can't be dealt with keeps nobody waiting, and doesn't go unnoticed.</summary>
[Collection(nameof(TestsOfRules))]
public sealed class DueAccountsTests(LoyaltyHosts hosts)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_account_that_always_fails_is_left_out_told_of_and_tried_again_in_the_next_run(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.DoAsync("loyaltyUpdateProgram", new { expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1 }, "loyaltyProgram");
        var (ann, bob, cleo) = (await host.MemberAsync(10, "Ann"), await host.MemberAsync(20, "Bob"), await host.MemberAsync(30, "Cleo"));
        await host.ExecuteAsync("UPDATE loyalty_accounts SET available = 0, balance = 0 WHERE available = 20"); // its lot has 20 to lapse
        host.Crm.Clock.Advance(TimeSpan.FromDays(40));

        var job = await RunAsync(host);
        Assert.Equal("FAILED", job.GetProperty("status").GetString());
        var account = (await host.AccountAsync(bob, "id")).GetProperty("id").GetString()!;
        Assert.Contains($"1 of the accounts that are due could not be dealt with", job.GetProperty("lastError").GetString());
        Assert.Contains($"{account} DbUpdateConcurrencyException", job.GetProperty("lastError").GetString());
        Assert.Equal((0, 0), (await host.BalanceAsync(ann), await host.BalanceAsync(cleo)));

        await host.ExecuteAsync("UPDATE loyalty_accounts SET available = 20, balance = 20 WHERE due_at IS NOT NULL");
        job = await RunAsync(host);
        Assert.Equal(("WAITING", JsonValueKind.Null), (job.GetProperty("status").GetString(), job.GetProperty("lastError").ValueKind));
        Assert.Equal(0, await host.BalanceAsync(bob));
        foreach (var member in new[] { ann, bob, cleo }) Assert.Empty((await LedgerBook.ReadAsync(host, member))!.Faults());
    }

    /// <summary>A run of the job to its end, with the pauses after failures.</summary>
    static async Task<JsonElement> RunAsync(LoyaltyHost host)
    {
        const string Name = "crm.loyalty/Crm.Headless.Loyalty.LoyaltyDue";
        var from = host.Crm.Clock.GetUtcNow();
        await host.ChangeAsync("pluginJobRun", new { name = Name }, "pluginJob { name }");
        for (var attempt = 0; ; attempt++)
        {
            var jobs = await host.Crm.QueryAsync("{ pluginJobs { name status endedAt lastError attempts } }");
            var job = jobs.GetProperty("pluginJobs").EnumerateArray().Single(row => row.GetProperty("name").GetString() == Name);
            if (job.GetProperty("endedAt") is { ValueKind: JsonValueKind.String } ended && ended.GetDateTimeOffset() >= from) return job;
            Assert.True(attempt < 600, $"{job}");
            if (job.GetProperty("attempts").GetInt32() > 0) host.Crm.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }
    }
}
