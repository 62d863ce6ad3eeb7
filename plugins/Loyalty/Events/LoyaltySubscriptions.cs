using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What happens in the programme, as it happens.</summary>
[SubscriptionType]
static class LoyaltySubscriptions
{
    /// <summary>What members have to spend, whenever that changes.</summary>
    /// <param name="contactId">Only this contact's; null: everybody's.</param>
    [Subscribe, Authorize("loyalty:read"), AllowMembers]
    public static LoyaltyBalanceChange? GetLoyaltyBalanceChanged([EventMessage] LoyaltyBalanceChanged e, [ID<Contact>] Guid? contactId) =>
        new(e.ContactId, e.LoyaltyAccountId, e.TransactionId, e.Kind, e.Available,
            new(e.PendingAfter, e.AvailableAfter, e.HeldAfter, e.DebtAfter));
}

/// <summary>That a balance changed.</summary>
/// <param name="ContactId">Whose.</param>
/// <param name="AccountId">The account.</param>
/// <param name="TransactionId">The transaction that changed it.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Points">By how much what can be spent changed.</param>
/// <param name="Balance">What there is now.</param>
public sealed record LoyaltyBalanceChange(
    [property: ID<Contact>] Guid ContactId, [property: ID<LoyaltyAccount>] Guid AccountId,
    [property: ID<LoyaltyTransaction>] Guid TransactionId,
    LoyaltyTransactionKind Kind, long Points, LoyaltyBalance Balance);
