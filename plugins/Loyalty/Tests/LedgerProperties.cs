using System.Text.Json;
using Crm.Headless.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Whatever happens in whatever order, the ledger adds up. A failure names FsCheck's seed and the steps.</summary>
public sealed class LedgerProperties
{
    /// <param name="Kind">What is done.</param>
    /// <param name="Amount">Of money, or points.</param>
    /// <param name="Which">The earlier purchase or refund that it is about, counted from any end.</param>
    public sealed record Step(string Kind, decimal Amount, int Which);

    static readonly Gen<Step> AnyStep =
        from kind in Gen.Elements("purchase", "purchase", "purchase", "refund", "correct", "void", "redeem", "redeem")
        from cents in Gen.Choose(0, 20_000)
        from which in Gen.Choose(0, 20)
        select new Step(kind, cents / 100m, which);

    [Fact]
    public async Task The_balance_is_the_sum_of_the_entries_and_never_below_zero()
    {
        await using var host = await LoyaltyHost.StartAsync(DatabaseKind.Sqlite);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(15),
            Prop.ForAll(Gen.ListOf(AnyStep, 12).ToArbitrary(), steps => HoldsAsync(host, steps).GetAwaiter().GetResult()));
    }

    static async Task<bool> HoldsAsync(LoyaltyHost host, IEnumerable<Step> steps)
    {
        var contact = await host.CreateContactAsync();
        var facts = new List<string>();
        foreach (var step in steps) await TakeAsync(host, contact, step, facts);
        await host.HandledAsync();
        var loyalty = await host.LoyaltyAsync(contact);
        return loyalty.ValueKind == JsonValueKind.Null || AddsUp(loyalty);
    }

    static async Task TakeAsync(LoyaltyHost host, string contact, Step step, List<string> facts)
    {
        if (step.Kind is "purchase") facts.Add(await host.PurchaseAsync(contact, step.Amount));
        if (step.Kind is "refund") facts.Add(await host.RefundAsync(contact, step.Amount));
        if (step.Kind is "redeem")
        {
            await host.HandledAsync();
            await host.RedeemAsync(contact, (long)step.Amount);
        }
        if (step.Kind is not ("correct" or "void") || facts.Count == 0) return;
        var which = step.Which % facts.Count;
        if (step.Kind is "correct") facts[which] = await host.CorrectAsync(facts[which], new { amount = step.Amount });
        else
        {
            await host.VoidAsync(facts[which]);
            facts.RemoveAt(which);
        }
    }

    static bool AddsUp(JsonElement loyalty)
    {
        long sum = 0, sequence = 0;
        foreach (var entry in loyalty.GetProperty("entries").GetProperty("nodes").EnumerateArray())
        {
            sum += entry.GetProperty("points").GetInt64();
            if (entry.GetProperty("sequence").GetInt64() != ++sequence || entry.GetProperty("balanceAfter").GetInt64() != sum || sum < 0) return false;
        }
        return loyalty.GetProperty("balance").GetInt64() == sum;
    }
}
