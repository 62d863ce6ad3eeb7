using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// The accounts of contacts, inside a change. The id of a contact that was merged leads to the account of the one that goes on, whether the
/// actor sees that one or not, as it does everywhere in core.
/// </summary>
sealed class Members(ICrmStore store, Catalogs catalogs, TierBook tiers, TimeProvider time)
{
    /// <summary>The contact's own account in a programme, whoever acts; null: it takes no part.</summary>
    public async Task<LoyaltyAccount?> FindAsync(Guid contactId, Guid programId, CancellationToken ct) =>
        await store.All.FindAsync<LoyaltyAccount>(account => account.ContactId == contactId && account.ProgramId == programId, ct);

    /// <summary>The account that a contact's id leads to, to spend from.</summary>
    /// <param name="program">The programme's code; null: the default one.</param>
    /// <exception cref="LoyaltyProgramNotFoundException">There is no such programme.</exception>
    /// <exception cref="LoyaltyNotEnrolledException">The contact takes no part, or isn't there.</exception>
    public async Task<LoyaltyAccount> GetAsync(Guid contactId, string? program, CancellationToken ct) =>
        await GetAsync(contactId, (await catalogs.ReadAsync(ct)).Program(program).Id, ct);

    /// <summary>The account that a contact's id leads to, to spend from.</summary>
    /// <exception cref="LoyaltyNotEnrolledException">The contact takes no part, or isn't there.</exception>
    public async Task<LoyaltyAccount> GetAsync(Guid contactId, Guid programId, CancellationToken ct)
    {
        var account = await store.FindAsync<LoyaltyAccount>(row => row.ContactId == contactId && row.ProgramId == programId, ct);
        if (account is not { MergedIntoId: null, Status: not LoyaltyAccountStatus.Closed })
            account = await LeadsToAsync(contactId, ct) is { } lead ? await FindAsync(lead, programId, ct) : null;
        return account is { Status: not LoyaltyAccountStatus.Closed } ? account : throw new LoyaltyNotEnrolledException(contactId);
    }

    /// <summary>
    /// The account that a contact's id leads to and that takes part, whether the actor sees it or not; null: there is none, and the actor
    /// may not know why.
    /// </summary>
    public async Task<LoyaltyAccount?> FindUnseenAsync(Guid contactId, Guid programId, CancellationToken ct)
    {
        var lead = await store.All.Query<Contact>()
            .Where(lead => lead.Status == RecordStatus.Active && store.All.Query<Contact>()
                .Any(contact => contact.Id == contactId && (contact.MergedIntoId ?? contact.Id) == lead.Id))
            .Select(lead => lead.Id).FirstOrDefaultAsync(ct);
        return await FindAsync(lead, programId, ct) is { Status: LoyaltyAccountStatus.Active } account ? account : null;
    }

    /// <summary>
    /// The account that gets what is given to a contact: its own also when that was merged, which hands it on, so that it comes back when
    /// the people are separated; else the one that goes on.
    /// </summary>
    /// <param name="lead">The account that the contact's id leads to.</param>
    public async Task<LoyaltyAccount> ReceivingAsync(Guid contactId, LoyaltyAccount lead, CancellationToken ct) =>
        contactId != lead.ContactId && await FindAsync(contactId, lead.ProgramId, ct) is { MergedIntoId: not null } merged ? merged : lead;

    /// <summary>The contact that an id leads to: itself, or the one into which it was merged. Null: the actor sees neither.</summary>
    public Task<Guid?> LeadsToAsync(Guid contactId, CancellationToken ct) => store.All.Query<Contact>()
        .Where(contact => contact.Id == contactId
            && store.Query<Contact>().Any(seen => seen.Id == contact.Id || seen.Id == contact.MergedIntoId))
        .Select(contact => (Guid?)(contact.MergedIntoId ?? contact.Id)).SingleOrDefaultAsync(ct);

    /// <summary>The keys of an account and of those that were merged into it, for what counts for a person as a whole.</summary>
    public async Task<IReadOnlyList<Guid>> PersonAsync(LoyaltyAccount account, CancellationToken ct) =>
        [account.Id, .. await MergedInto(account).Select(merged => merged.Id).ToListAsync(ct)];

    /// <summary>The accounts that were merged into one, by way of others too.</summary>
    public IQueryable<LoyaltyAccount> MergedInto(LoyaltyAccount account) =>
        from contact in store.All.Query<Contact>()
        join other in store.All.Query<LoyaltyAccount>() on (Guid?)contact.Id equals other.ContactId
        where contact.MergedIntoId == account.ContactId && contact.MergedIntoId != null && other.ProgramId == account.ProgramId
        select other;

    /// <summary>
    /// The contact's own account, opened if there is none. Whoever takes part in any programme takes part in the default one.
    /// </summary>
    public async Task<LoyaltyAccount> GetOrOpenAsync(Guid contactId, LoyaltyProgram program, CancellationToken ct)
    {
        if (!program.IsDefault) await GetOrOpenAsync(contactId, (await catalogs.ReadAsync(ct)).Default, ct);
        if (await FindAsync(contactId, program.Id, ct) is not { } account)
        {
            account = LoyaltyAccount.Open(program.Id, contactId, time.GetUtcNow());
            store.Add(account);
            Tell(account, isNew: true);
            await tiers.ReviewAsync(account, account.EnrolledAt, account.EnrolledAt, ct);
        }
        if (account.Status == LoyaltyAccountStatus.Closed) account.Status = LoyaltyAccountStatus.Active;
        return account;
    }

    /// <exception cref="LoyaltyNotEnrolledException">The contact takes no part, or isn't there.</exception>
    public Task<LoyaltyAccount> SetStatusAsync(Guid contactId, string? program, LoyaltyAccountStatus status, CancellationToken ct) =>
        store.ChangeAsync(
        async again =>
        {
            var account = await GetAsync(contactId, program, again);
            if (account.Status == status) return account;
            account.Status = status;
            Tell(account, isNew: false);
            return account;
        },
        ct);

    void Tell(LoyaltyAccount account, bool isNew) =>
        store.Publish(new LoyaltyAccountChanged(account.ContactId!.Value, account.Id, account.ProgramId, account.Status, isNew));
}

/// <summary>The contact has no account.</summary>
/// <param name="contactId">The contact.</param>
public sealed class LoyaltyNotEnrolledException(Guid contactId)
    : CrmException("LOYALTY_NOT_ENROLLED", "The contact takes no part in the loyalty programme. Enrol it with loyaltyEnroll.")
{
    /// <summary>The contact.</summary>
    [GraphQL.ID<Contact>]
    public Guid ContactId { get; } = contactId;
}

/// <summary>The account is suspended.</summary>
public sealed class LoyaltySuspendedException()
    : CrmException(
        "LOYALTY_SUSPENDED", "The member's account is suspended: nothing can be spent from it. Resume it with loyaltyResume first.");
