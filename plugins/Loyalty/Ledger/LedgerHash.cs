using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Headless.Loyalty;

/// <summary>
/// The chain of hashes: what a transaction says, in one canonical text. Whoever changes a row behind the ledger's back breaks the chain
/// from there on.
/// </summary>
static class LedgerHash
{
    /// <summary>Of a transaction with its movements, in their order.</summary>
    public static string Of(LoyaltyTransaction row, IEnumerable<LoyaltyMovement> movements)
    {
        var text = new StringBuilder("loyalty 1");
        Add(text, row.Id, row.AccountId, row.ProgramId, row.Sequence, row.Kind);
        Add(text, row.Pending, row.Available, row.Held, row.Debt, row.Issued, row.Redeemed, row.Expired, row.Adjusted, row.Qualifying);
        Add(text, row.PendingAfter, row.AvailableAfter, row.HeldAfter, row.DebtAfter, row.OccurredAt, row.RecordedAt);
        Add(text, row.RuleVersionId, row.InteractionId, row.OriginalInteractionId, row.ReversesId, row.HoldId, row.RewardId, row.MergeId,
            row.OtherAccountId);
        Add(text, row.ActorKind, row.ActorId, row.ActorName, row.DetailHash, row.PreviousHash);
        foreach (var movement in movements)
            Add(text, movement.Id, movement.Number, movement.LotId, movement.From, movement.To, movement.Points, movement.ExpiresAt);
        return Of(text.ToString());
    }

    /// <summary>Of what was said about a transaction.</summary>
    public static string Of(LoyaltyDetail detail)
    {
        var text = new StringBuilder("loyalty detail 1");
        Add(text, detail.Salt, detail.IdempotencyKey, detail.Reason, detail.Note);
        return Of(text.ToString());
    }

    static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Each value with its length, so that no two lists of values make the same text.</summary>
    static void Add(StringBuilder text, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            var part = value switch
            {
                null => "-",
                DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
                IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                _ => $"'{value}'",
            };
            text.Append('\n').Append(part.Length).Append(' ').Append(part);
        }
    }
}
