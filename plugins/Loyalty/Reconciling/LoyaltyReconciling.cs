using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Proves that the books are right.</summary>
[QueryType]
static class LoyaltyReconciling
{
    /// <summary>
    /// Replays the ledger of some accounts and names every difference: rows that were changed, added or removed behind its back, balances,
    /// lots, holds and vouchers that aren't what the transactions make of them. Vouchers go with people who are merged, so they are
    /// compared for those only who work for the whole organisation. Ask again with what <c>next</c> says until that is null.
    /// </summary>
    /// <param name="after">The account after which to go on; null: from the beginning.</param>
    /// <param name="first">How many accounts, 1 to 500.</param>
    [Authorize("loyalty:admin"), Cost(200)]
    public static Task<LoyaltyReconciliation?> GetLoyaltyReconcileAsync(
        [ID<LoyaltyAccount>] Guid? after, [DefaultValue(200)] int first, Reconciling reconciling, CancellationToken ct) =>
        reconciling.RunAsync(after, Math.Clamp(first, 1, 500), ct)!;
}

/// <summary>What a reconciliation found.</summary>
/// <param name="Accounts">How many accounts it looked at.</param>
/// <param name="Transactions">How many of their transactions.</param>
/// <param name="Findings">What is wrong, at most 100 per account; empty: nothing is.</param>
/// <param name="Next">The account after which to go on; null: that was all.</param>
public sealed record LoyaltyReconciliation(
    int Accounts, long Transactions, [property: ListSize(10)] IReadOnlyList<LoyaltyFinding> Findings,
    [property: ID<LoyaltyAccount>] Guid? Next);

/// <summary>Something that is wrong in the books.</summary>
/// <param name="AccountId">In which account.</param>
/// <param name="TransactionId">In which transaction; null: it is about the account, a lot, a hold or a voucher.</param>
/// <param name="LotId">In which lot; null: it is about none.</param>
/// <param name="HoldId">In which hold; null: it is about none.</param>
/// <param name="VoucherId">In which voucher; null: it is about none, or about one that isn't there.</param>
/// <param name="Sequence">The number of the transaction in its account; null: it is about none.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record LoyaltyFinding(
    [property: ID<LoyaltyAccount>] Guid AccountId, [property: ID<LoyaltyTransaction>] Guid? TransactionId,
    [property: ID<LoyaltyLot>] Guid? LotId, [property: ID<LoyaltyHold>] Guid? HoldId, [property: ID<LoyaltyVoucher>] Guid? VoucherId,
    long? Sequence, string Message)
{
    internal static LoyaltyFinding Of(LoyaltyAccount account, string message) => new(account.Id, null, null, null, null, null, message);

    internal static LoyaltyFinding Of(LoyaltyTransaction row, string message) =>
        new(row.AccountId, row.Id, null, null, null, row.Sequence, message);
}
