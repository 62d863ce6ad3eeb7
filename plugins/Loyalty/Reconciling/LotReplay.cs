using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>The lots of an account as its ledger tells them, beside what their rows say.</summary>
sealed class LotReplay(
    LoyaltyAccount account, IReadOnlyList<LoyaltyTransaction> rows, ILookup<Guid, LoyaltyMovement> movements,
    IReadOnlyList<LoyaltyLot> lots, IReadOnlyDictionary<Guid, LoyaltyLot> sources)
{
    static readonly LoyaltyBook[] Books = Enum.GetValues<LoyaltyBook>();
    static readonly TimeSpan WhileOpening = TimeSpan.FromMinutes(1);

    sealed record Moved(LoyaltyTransaction Row, LoyaltyMovement Movement);

    public IEnumerable<LoyaltyFinding> Findings()
    {
        var moved = rows.SelectMany(row => movements[row.Id].Select(movement => new Moved(row, movement)))
            .Where(one => one.Movement.LotId is not null).ToLookup(one => one.Movement.LotId!.Value);
        foreach (var lot in lots)
            if (FaultOf(lot, [.. moved[lot.Id]]) is { } fault) yield return About(lot.Id, $"A lot of {lot.Earned} points {fault}");
        foreach (var gone in moved.Select(lot => lot.Key).Except(lots.Select(lot => lot.Id)))
            yield return About(gone, $"A lot of {moved[gone].First().Movement.Points} points of which the ledger tells isn't there.");
    }

    string? FaultOf(LoyaltyLot lot, IReadOnlyList<Moved> moved)
    {
        if (!IsReplayed(lot, moved)) return "isn't what its movements make of it.";
        if (moved.Count == 0) return null; // it was opened for what counts for the tier only
        if (!HasItsEnd(lot, moved[^1]))
            return $"lapses at {Text(lot.ExpiresAt)}, and by the ledger at {Text(moved[^1].Movement.ExpiresAt)}.";
        if (!HasItsBeginning(lot, moved[0].Row)) return $"says that it was earned at {Text(lot.EarnedAt)}, and the ledger says otherwise.";
        return null;
    }

    static bool IsReplayed(LoyaltyLot lot, IEnumerable<Moved> moved)
    {
        var replayed = new LoyaltyLot();
        try
        {
            foreach (var (_, movement) in moved) replayed.Move(movement.From, movement.To, movement.Points);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // more was taken out of it than it had
        }
        return Books.All(book => replayed[book] == lot[book])
            && (replayed.Earned, replayed.Owed, replayed.Forgiven) == (lot.Earned, lot.Owed, lot.Forgiven);
    }

    /// <summary>
    /// Every movement says when the lot lapses. One that has nothing to spend may have got another end without any: when a redemption came
    /// back, by the programme's policy after it had lapsed, or when two people were separated, from what the other had of it.
    /// </summary>
    bool HasItsEnd(LoyaltyLot lot, Moved last) => lot.ExpiresAt == last.Movement.ExpiresAt
        || lot is { Pending: 0, Available: 0 } && rows.Any(row => row.Sequence > last.Row.Sequence
            && (row.Kind == LoyaltyTransactionKind.Separated
                || row.Kind == LoyaltyTransactionKind.RefundRedemption && last.Movement.ExpiresAt <= row.RecordedAt));

    /// <summary>What came from another lot was earned when that was; else the transaction that opened it tells.</summary>
    bool HasItsBeginning(LoyaltyLot lot, LoyaltyTransaction opening) => opening.Kind switch
    {
        LoyaltyTransactionKind.Transfer or LoyaltyTransactionKind.Merge =>
            lot.SourceLotId is { } id && (!sources.TryGetValue(id, out var source) || lot.EarnedAt == source.EarnedAt),
        // What is given by hand is earned while it is booked. The key of the lot says when that was, and stands in its movements.
        LoyaltyTransactionKind.Adjust => (lot.EarnedAt - TimeOf(lot.Id)).Duration() <= WhileOpening,
        _ => lot.EarnedAt == opening.OccurredAt,
    };

    static DateTimeOffset TimeOf(Guid version7) => DateTimeOffset.FromUnixTimeMilliseconds(
        BinaryPrimitives.ReadInt64BigEndian(version7.ToByteArray(bigEndian: true)) >> 16);

    static string Text(DateTimeOffset? time) => time is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "no time";

    LoyaltyFinding About(Guid lotId, string message) => new(account.Id, null, lotId, null, null, null, message);
}
