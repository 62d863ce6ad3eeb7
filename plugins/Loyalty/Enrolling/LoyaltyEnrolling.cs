using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Enrols contacts.</summary>
[MutationType]
static class LoyaltyEnrolling
{
    /// <summary>
    /// Enrols a contact; in another programme than the default one it is enrolled in the default one as well. One that is enrolled already
    /// keeps its account; the id of one that was merged enrols the survivor.
    /// </summary>
    [Authorize("loyalty:write"), Error<LoyaltyContactNotFoundException>, Error<LoyaltyProgramNotFoundException>]
    public static Task<LoyaltyAccount> LoyaltyEnrollAsync(
        LoyaltyEnrollInput input, ICrmStore store, Catalogs catalogs, Members members, CancellationToken ct) => store.ChangeAsync(
        async again => await members.LeadsToAsync(input.ContactId, again) is { } contactId
            ? await members.GetOrOpenAsync(contactId, (await catalogs.ReadAsync(again)).Program(input.Program), again)
            : throw new LoyaltyContactNotFoundException(input.ContactId),
        ct);
}

/// <summary>Who shall take part.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Program">The programme's code; null: the default one, to which every member belongs.</param>
public sealed record LoyaltyEnrollInput([property: ID<Contact>] Guid ContactId, string? Program = null);

/// <summary>There is no contact with this id.</summary>
/// <param name="contactId">What was asked for.</param>
public sealed class LoyaltyContactNotFoundException(Guid contactId)
    : CrmException("LOYALTY_CONTACT_NOT_FOUND", "There is no contact with this id. Look it up with contacts(where:), or create it first.")
{
    /// <summary>What was asked for.</summary>
    [ID<Contact>]
    public Guid ContactId { get; } = contactId;
}
