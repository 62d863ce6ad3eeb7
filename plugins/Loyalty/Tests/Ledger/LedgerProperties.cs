using Crm.Headless.Testing;
using Crm.Headless.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>
/// Whatever two members do in whatever order, while points become available and lapse: thousands of operations in all. A failure names
/// FsCheck's seed and the steps.
/// </summary>
public sealed class LedgerProperties
{
    /// <param name="Kind">What is done.</param>
    /// <param name="Who">By whom, 0 or 1.</param>
    /// <param name="Amount">Of money, points or days.</param>
    /// <param name="Which">The earlier one that it is about, counted from any end.</param>
    public sealed record Step(string Kind, int Who, int Amount, int Which);

    static Gen<Step> AnyStep(params string[] kinds) =>
        from kind in Gen.Elements(kinds)
        from who in Gen.Choose(0, 1)
        from amount in Gen.Choose(1, 150)
        from which in Gen.Choose(0, 20)
        select new Step(kind, who, amount, which);

    static readonly string[] Everything =
    [
        "purchase", "purchase", "purchase", "lines", "lines", "refundLine", "refundLine", "refund", "correct", "void", "redeem", "redeem",
        "redeem", "redeem",
        "refundRedemption", "refundRedemption", "hold", "hold", "confirm", "confirm", "cancel", "days", "days", "adjust", "transfer",
    ];

    [Theory, OnSqlite(10), OnSqliteAtLength(100), OnPostgreSqlAtLength(100)]
    public async Task Every_history_adds_up_at_every_moment_and_issues_what_the_purchases_are_worth(DatabaseKind database, int histories)
    {
        await using var host = await StartAsync(database);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(histories),
            Prop.ForAll(Gen.ListOf(AnyStep(Everything), 30).ToArbitrary(), steps => HoldsAsync(host, steps).GetAwaiter().GetResult()));
        await AssertReconciledAsync(host);
    }

    [Theory, OnSqlite(5), OnSqliteAtLength(30), OnPostgreSqlAtLength(30)]
    public async Task So_does_one_in_which_they_turn_out_to_be_one_person_and_two_after_all(DatabaseKind database, int histories)
    {
        await using var host = await StartAsync(database);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(histories),
            Prop.ForAll(Gen.ListOf(AnyStep([.. Everything, "merge", "unmerge", "merge", "unmerge"]), 30).ToArbitrary(),
                steps => HoldsAsync(host, steps).GetAwaiter().GetResult()));
        await AssertReconciledAsync(host);
    }

    static async Task<LoyaltyHost> StartAsync(DatabaseKind database)
    {
        var host = await LoyaltyHost.StartAsync(database);
        await host.DoAsync(
            "loyaltyUpdateProgram",
            new { pendingDays = 2, expiryPolicy = "MONTHS_AFTER_EARNING", expiryMonths = 1, lapsedPolicy = "EXTEND", lapsedDays = 5 },
            "loyaltyProgram");
        return host;
    }

    static async Task<bool> HoldsAsync(LoyaltyHost host, IEnumerable<Step> steps)
    {
        string[] people = [await host.CreateContactAsync("Ann"), await host.CreateContactAsync("Bob")];
        foreach (var contactId in people) await host.DoAsync("loyaltyEnroll", new { contactId }, "loyaltyAccount");
        var history = new LedgerHistory(host, people);
        foreach (var step in steps) await history.TakeAsync(step);
        await host.HandledAsync();
        Assert.Empty(await history.FaultsAsync());
        return true;
    }

    static async Task AssertReconciledAsync(LoyaltyHost host)
    {
        string? after = null;
        do
        {
            var found =
                (await host.Crm.QueryAsync(
                    "query($after: ID) { loyaltyReconcile(after: $after, first: 50) { accounts findings { message } next } }",
                    new { after })).GetProperty("loyaltyReconcile");
            Assert.Empty(found.GetProperty("findings").EnumerateArray());
            after = found.GetProperty("next").GetString();
        }
        while (after is not null);
    }
}
