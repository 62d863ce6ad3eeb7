using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Enrols contacts.</summary>
[MutationType]
public static class LoyaltyEnrolling
{
    /// <summary>Enrols a contact. One that is enrolled already keeps its account.</summary>
    [Authorize("loyalty:write"), Error<LoyaltyContactNotFoundException>]
    public static Task<LoyaltyAccount> LoyaltyEnrollAsync(LoyaltyEnrollInput input, LoyaltyLedger ledger, CancellationToken ct) =>
        ledger.EnrollAsync(input.ContactId, ct);
}

/// <summary>Who shall take part.</summary>
/// <param name="ContactId">The contact.</param>
public sealed record LoyaltyEnrollInput([property: ID<Contact>] Guid ContactId);

/// <summary>There is no contact with this id.</summary>
/// <param name="contactId">What was asked for.</param>
public sealed class LoyaltyContactNotFoundException(Guid contactId)
    : CrmException("LOYALTY_CONTACT_NOT_FOUND", "There is no contact with this id. Look it up with contacts(where:), or create it first.")
{
    /// <summary>What was asked for.</summary>
    [ID<Contact>]
    public Guid ContactId { get; } = contactId;
}
