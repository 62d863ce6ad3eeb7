using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Books the difference between what an interaction is worth and what is booked for it: to the lots that it is about.</summary>
sealed class SettlingStep(ICrmStore store, Booking booking)
{
    public async Task BookAsync(LoyaltyAccount account, Difference due, bool isFirst, Cause cause, CancellationToken ct)
    {
        if (isFirst && due.Points >= 0)
        {
            await booking.EarnAsync(account, [.. due.Worth.Awards.Select(award => Part(award, award.Points))], due.Qualifying, cause, ct);
            return;
        }
        var lots = await LotsAsync(account, cause.OriginalInteractionId, ct);
        if (due.Points < 0)
        {
            await booking.ReverseAsync(account, -due.Points, due.Qualifying, [.. Excesses(due, lots)], cause, ct);
            return;
        }
        var good = Math.Min(due.Points, due.Forgiven);
        if (good > 0) await booking.MakeGoodAsync(account, good, due.Points == good ? due.Qualifying : 0, lots, cause, ct);
        if (due.Points > good || good == 0)
            await booking.EarnAsync(account, PartsOf(due, due.Points - good, lots), due.Qualifying, cause, ct);
    }

    /// <summary>To which rules and lines more points go: to those that got fewer than they are worth.</summary>
    static IReadOnlyList<EarnedPart> PartsOf(Difference due, long points, IReadOnlyList<LoyaltyLot> lots)
    {
        var parts = new List<EarnedPart>();
        foreach (var award in due.Worth.Awards)
        {
            var missing = award.Points - lots.Where(lot => IsOf(lot, award)).Sum(lot => lot.Net);
            var part = Math.Clamp(missing, 0, points);
            if (part > 0) parts.Add(Part(award, part));
            points -= part;
        }
        if (points > 0) parts.Add(due.Worth.Awards is [var first, ..] ? Part(first, points) : new(points, null, null));
        return parts;
    }

    /// <summary>What each lot has more than its rule is worth for its line now, of several for one the latest first.</summary>
    static IEnumerable<LotPart> Excesses(Difference due, IReadOnlyList<LoyaltyLot> lots)
    {
        foreach (var same in lots.GroupBy(lot => (lot.RuleVersionId, lot.LineNumber)))
        {
            var excess = Math.Max(0, same.Sum(lot => lot.Net) - WorthOf(same.First(), due));
            foreach (var lot in same.Reverse())
            {
                var part = Math.Min(excess, lot.Net);
                yield return new(lot, part);
                excess -= part;
            }
        }
    }

    static long WorthOf(LoyaltyLot lot, Difference due) => due.Worth.Awards.Where(award => IsOf(lot, award)).Sum(award => award.Points);

    static bool IsOf(LoyaltyLot lot, Award award) => lot.RuleVersionId == award.RuleVersionId && lot.LineNumber == award.LineNumber;

    static EarnedPart Part(Award award, long points) => new(points, award.RuleVersionId, award.LineNumber);

    Task<List<LoyaltyLot>> LotsAsync(LoyaltyAccount account, Guid? originalId, CancellationToken ct) => store.Track<LoyaltyLot>()
        .Where(lot => lot.AccountId == account.Id && lot.OriginalInteractionId == originalId).OrderBy(lot => lot.Id).ToListAsync(ct);
}
