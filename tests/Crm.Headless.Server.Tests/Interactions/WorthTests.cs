using Crm.Headless.Server.Input;
using Crm.Headless.Server.Interactions;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.Server.Tests.Interactions;

public sealed class WorthTests
{
    static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Lines_are_worth_their_sum_whatever_they_are() => Check((lines, _) =>
    {
        var total = lines.Sum();
        if (total < 0) return Throws<OutOfRangeException>(() => Amount(lines, null));
        return Amount(lines, null) == total && Amount(lines, total) == total;
    });

    [Fact]
    public void An_amount_beside_the_sum_is_refused_however_small_the_difference() => Check((lines, cents) =>
    {
        var difference = cents == 0 ? 0.0001m : cents / 10_000m;
        return Throws<LinesDontAddUpException>(() => Amount(lines, lines.Sum() + difference));
    });

    [Fact]
    public void Net_and_tax_make_the_gross_value_to_the_last_place() => Check((lines, cents) => lines.All(net =>
    {
        var tax = cents / 10_000m;
        var fits = new LineDraft(new() { Quantity = 1, Gross = net + tax, Net = net, Tax = tax }, FieldPath.Input);
        return fits.Reverses is null
            && Throws<LinesDontAddUpException>(() => new LineDraft(new() { Quantity = 1, Gross = net + tax + 0.0001m, Net = net, Tax = tax }, FieldPath.Input));
    }));

    [Fact]
    public void More_than_four_decimal_places_are_refused_and_fewer_are_kept_as_they_are() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), number =>
        {
            var kept = Math.Abs((long)number) / 10_000m;
            return Money.Read(kept, FieldPath.Input, min: 0) == kept
                && Throws<TooManyDecimalsException>(() => Money.Read(kept + 0.00001m, FieldPath.Input, min: 0));
        }).Check(s_config);

    /// <summary>Lines of 1/10,000 units, and a further number.</summary>
    static void Check(Func<IReadOnlyList<decimal>, int, bool> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<int>>(), ArbMap.Default.ArbFor<int>(),
            (lines, number) => property([.. lines.Get.Select(line => line / 10_000m)], number)).Check(s_config);

    static decimal? Amount(IReadOnlyList<decimal> lines, decimal? given) => Worth.Of(
        given, "EUR", [.. lines.Select(gross => new LineDraft(new() { Quantity = 1, Gross = gross }, FieldPath.Input).Build(default, 1, null, DateTimeOffset.UnixEpoch))], FieldPath.Input);

    static bool Throws<T>(Func<object?> act) where T : Exception
    {
        try
        {
            act();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
