namespace Crm.Headless.Loyalty;

/// <summary>The holds of an account as its ledger tells them, beside what their rows say.</summary>
sealed class HoldReplay(LoyaltyAccount account, IReadOnlyList<LoyaltyTransaction> rows, IReadOnlyList<LoyaltyHold> holds)
{
    public IEnumerable<LoyaltyFinding> Findings()
    {
        var told = rows.Where(row => row.HoldId is not null).ToLookup(row => row.HoldId!.Value);
        foreach (var hold in holds)
            if (!told.Contains(hold.Id))
                yield return About(hold.Id, $"A hold of {hold.Points} points isn't in the ledger.");
            else if (Told([.. told[hold.Id]]) is var (points, confirmed, status)
                && (points, confirmed, status) != (hold.Points, hold.Confirmed, hold.Status))
                yield return About(
                    hold.Id,
                    $"A hold says {hold.Points} points, {hold.Confirmed} of them confirmed, and that it is {hold.Status}; "
                    + $"by the ledger these are {points} and {confirmed}, and it is {status}.");
        foreach (var gone in told.Select(hold => hold.Key).Except(holds.Select(hold => hold.Id)))
            yield return About(gone, $"A hold of {told[gone].First().Held} points of which the ledger tells isn't there.");
    }

    (long Points, long Confirmed, LoyaltyHoldStatus Status) Told(IReadOnlyList<LoyaltyTransaction> ofHold)
    {
        var (first, last) = (ofHold[0], ofHold[^1]);
        return (first.Held, last.Kind == LoyaltyTransactionKind.Confirm ? last.Redeemed : 0, StatusAfter(last));
    }

    /// <summary>When a person is forgotten, one transaction ends all holds that there are.</summary>
    LoyaltyHoldStatus StatusAfter(LoyaltyTransaction last) => last.Kind switch
    {
        LoyaltyTransactionKind.Confirm => LoyaltyHoldStatus.Confirmed,
        LoyaltyTransactionKind.Cancel => LoyaltyHoldStatus.Cancelled,
        LoyaltyTransactionKind.TimeOut => LoyaltyHoldStatus.Expired,
        _ when rows.Any(row => row.Kind == LoyaltyTransactionKind.Forget && row.Sequence > last.Sequence) => LoyaltyHoldStatus.Cancelled,
        _ => LoyaltyHoldStatus.Active,
    };

    LoyaltyFinding About(Guid holdId, string message) => new(account.Id, null, null, holdId, null, null, message);
}
