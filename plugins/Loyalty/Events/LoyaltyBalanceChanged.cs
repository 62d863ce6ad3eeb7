namespace Crm.Headless.Loyalty;

/// <summary>A transaction was booked: by how much each of the member's books changed, and what is in them now.</summary>
/// <param name="ContactId">The member.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Pending">The change of what can't be spent yet.</param>
/// <param name="Available">The change of what can be spent.</param>
/// <param name="Held">The change of what is set aside.</param>
/// <param name="Debt">The change of what is owed: positive when more is owed.</param>
/// <param name="PendingAfter">What can't be spent yet.</param>
/// <param name="AvailableAfter">What can be spent.</param>
/// <param name="HeldAfter">What is set aside.</param>
/// <param name="DebtAfter">What is owed.</param>
/// <param name="Qualifying">The change of what counts for the tier.</param>
/// <param name="InteractionId">The interaction that is the reason; null: none is.</param>
public sealed record LoyaltyBalanceChanged(
    Guid ContactId, Guid LoyaltyAccountId, Guid ProgramId, Guid TransactionId, LoyaltyTransactionKind Kind,
    long Pending, long Available, long Held, long Debt, long PendingAfter, long AvailableAfter, long HeldAfter, long DebtAfter,
    long Qualifying,
    Guid? InteractionId) : PluginEvent
{
    internal static LoyaltyBalanceChanged Of(Guid contactId, LoyaltyTransaction row) => new(
        contactId, row.AccountId, row.ProgramId, row.Id, row.Kind, row.Pending, row.Available, row.Held, -row.Debt,
        row.PendingAfter, row.AvailableAfter, row.HeldAfter, row.DebtAfter, row.Qualifying, row.InteractionId);
}
