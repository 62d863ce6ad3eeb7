namespace Crm.Headless.Loyalty;

/// <summary>An account as its ledger tells it, beside what its rows say.</summary>
sealed class Replay(
    LoyaltyAccount account, IReadOnlyList<LoyaltyTransaction> rows, ILookup<Guid, LoyaltyMovement> movements,
    IReadOnlyList<LoyaltyLot> lots,
    IReadOnlyDictionary<Guid, LoyaltyDetail> details)
{
    static readonly LoyaltyBook[] Books = Enum.GetValues<LoyaltyBook>();

    public IEnumerable<LoyaltyFinding> Findings() => [.. Chain(), .. Sums(), .. Balance()];

    /// <summary>Every row is the one that was written, after the one that it followed.</summary>
    IEnumerable<LoyaltyFinding> Chain()
    {
        LoyaltyTransaction? before = null;
        foreach (var row in rows)
        {
            if (row.Sequence != (before?.Sequence ?? 0) + 1)
                yield return About(
                    row, $"Between the transactions {before?.Sequence ?? 0} and {row.Sequence} of the account "
                    + "one is missing, or was added.");
            if (row.PreviousHash != before?.Hash)
                yield return About(
                    row, $"Transaction {row.Sequence} doesn't follow the one before it: the hash that it names is another one.");
            if (LedgerHash.Of(row, movements[row.Id]) != row.Hash)
                yield return About(
                    row, $"Transaction {row.Sequence} was changed after it was written: it, or a movement of it, "
                    + "isn't what its hash was made of.");
            if (details.TryGetValue(row.Id, out var detail) && LedgerHash.Of(detail) != row.DetailHash)
                yield return About(row, $"What is said about transaction {row.Sequence} was changed after it was written.");
            before = row;
        }
        if (account.Sequence != (before?.Sequence ?? 0) || account.Hash != before?.Hash)
            yield return About($"The account's latest transaction should be number {account.Sequence}, and isn't there as it was written.");
    }

    /// <summary>Every row is the sum of its movements, and leaves behind what it says.</summary>
    IEnumerable<LoyaltyFinding> Sums()
    {
        var after = new LoyaltyBalance(0, 0, 0, 0);
        foreach (var row in rows)
        {
            foreach (var book in Books)
                if (ChangeOf(row, book) is var change && MovedIn(row, book) is var moved && change != moved)
                    yield return About(row, $"Transaction {row.Sequence} changes {book} by {change}, and its movements by {moved}.");
            after = new(after.Pending + row.Pending, after.Available + row.Available, after.Held + row.Held, after.Debt - row.Debt);
            if (after != new LoyaltyBalance(row.PendingAfter, row.AvailableAfter, row.HeldAfter, row.DebtAfter))
                yield return About(
                    row, $"After transaction {row.Sequence} the balance is {after.Balance} by the ledger, "
                    + "and the transaction says otherwise.");
        }
    }

    /// <summary>The balance is what the transactions add up to.</summary>
    IEnumerable<LoyaltyFinding> Balance()
    {
        var sums = new LoyaltyBalance(
            rows.Sum(row => row.Pending), rows.Sum(row => row.Available), rows.Sum(row => row.Held), -rows.Sum(row => row.Debt));
        if (sums != new LoyaltyBalance(account.Pending, account.Available, account.Held, account.Debt))
            yield return About(
                $"The account says {account.Pending} pending, {account.Available} available, {account.Held} held and {account.Debt} owed; "
                + "by the ledger these are "
                + $"{sums.Pending}, {sums.Available}, {sums.Held} and {sums.Debt}.");
        if (account.Qualifying != rows.Sum(row => row.Qualifying))
            yield return About(
                $"The account says {account.Qualifying} qualifying points; by the ledger these are {rows.Sum(row => row.Qualifying)}.");
        if (lots.Sum(lot => lot.Pending) != account.Pending || lots.Sum(lot => lot.Available) != account.Available
            || lots.Sum(lot => lot.Held) != account.Held)
            yield return About("The lots of the account don't add up to its balance.");
    }

    long MovedIn(LoyaltyTransaction row, LoyaltyBook book) =>
        movements[row.Id].Sum(movement => (movement.To == book ? movement.Points : 0) - (movement.From == book ? movement.Points : 0));

    static long ChangeOf(LoyaltyTransaction row, LoyaltyBook book) => book switch
    {
        LoyaltyBook.Pending => row.Pending,
        LoyaltyBook.Available => row.Available,
        LoyaltyBook.Held => row.Held,
        LoyaltyBook.Debt => row.Debt,
        LoyaltyBook.Issued => row.Issued,
        LoyaltyBook.Redeemed => row.Redeemed,
        LoyaltyBook.Expired => row.Expired,
        _ => row.Adjusted,
    };

    LoyaltyFinding About(string message) => LoyaltyFinding.Of(account, message);

    static LoyaltyFinding About(LoyaltyTransaction row, string message) => LoyaltyFinding.Of(row, message);
}
