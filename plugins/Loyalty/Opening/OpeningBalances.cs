using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Takes over what members had in another system, some rows a transaction, so that nobody else waits long.</summary>
/// <param name="store">The rows.</param>
/// <param name="catalogs">The programmes.</param>
/// <param name="members">Opens accounts.</param>
/// <param name="requests">Knows rows that came before.</param>
/// <param name="booking">Gives points.</param>
sealed class OpeningBalances(ICrmStore store, Catalogs catalogs, Members members, Requests requests, Booking booking)
{
    const int RowsPerTransaction = 50;
    const int LongestKey = 100;
    const string DefaultKey = "balance";

    /// <exception cref="LoyaltyTooManyBalancesException">There are more rows than a request may have.</exception>
    public async Task<LoyaltyImportBalancesPayload> ImportAsync(
        string? programCode, IReadOnlyList<LoyaltyBalanceInput> balances, CancellationToken ct)
    {
        if (balances.Count > LoyaltyTooManyBalancesException.Most) throw new LoyaltyTooManyBalancesException(balances.Count);
        var program = (await catalogs.PeekAsync(ct)).Program(programCode);
        var contacts = await ContactsAsync(balances, ct);
        var rows = new List<LoyaltyImportedBalance>();
        foreach (var part in balances.Select((balance, i) => (Balance: balance, Row: i + 1)).Chunk(RowsPerTransaction))
            rows.AddRange(await store.ChangeAsync(async again =>
            {
                var done = new List<LoyaltyImportedBalance>();
                foreach (var (balance, row) in part) done.Add(await ImportAsync(program, balance, contacts, row, again));
                return done;
            }, ct));
        return new(Count(LoyaltyImportStatus.Imported), Count(LoyaltyImportStatus.Repeated), Count(LoyaltyImportStatus.Refused), rows);

        int Count(LoyaltyImportStatus status) => rows.Count(row => row.Status == status);
    }

    async Task<LoyaltyImportedBalance> ImportAsync(
        LoyaltyProgram program, LoyaltyBalanceInput balance, Contacts contacts, int row, CancellationToken ct)
    {
        if (ProblemOf(balance) is { } problem) return new(row, LoyaltyImportStatus.Refused, problem);
        if (contacts.Of(balance) is not { } contact)
            return new(row, LoyaltyImportStatus.Refused, "There is no such contact. Import contacts first, or correct its id.");
        var lead = await members.GetOrOpenAsync(contact, program, ct);
        var account = await members.ReceivingAsync(balance.ContactId ?? contact, lead, ct);
        var key = KeyOf(balance, account, contact);
        try
        {
            if (await AnsweredAsync(account, balance, key, ct) is not null) return new(row, LoyaltyImportStatus.Repeated, null);
        }
        catch (LoyaltyIdempotencyConflictException)
        {
            return new(
                row, LoyaltyImportStatus.Refused,
                "Other points were taken over with this key. Give the row a key of its own, or adjust by hand.");
        }
        await booking.OpenAsync(
            account, balance.Points, balance.Qualifying, balance.EarnedAt ?? booking.Now, balance.ExpiresAt, new() { IdempotencyKey = key },
            ct);
        return new(row, LoyaltyImportStatus.Imported, null);
    }

    /// <summary>What is named by its id is asked for by its own keys; a key of another system may have come here with a merge.</summary>
    Task<LoyaltyTransaction?> AnsweredAsync(LoyaltyAccount account, LoyaltyBalanceInput balance, string key, CancellationToken ct) =>
        balance.ContactId is null
            ? requests.AnsweredAsync(account, account.ContactId!.Value, key, before => IsSame(before, balance), ct)
            : requests.AnsweredAsync(account, key, before => IsSame(before, balance), ct);

    /// <summary>
    /// What the one who goes on gets for somebody who had no account has a key of its own, or it would be taken for the other's.
    /// </summary>
    static string KeyOf(LoyaltyBalanceInput balance, LoyaltyAccount account, Guid lead)
    {
        var key = $"opening:{balance.Key ?? DefaultKey}";
        return balance.ContactId is { } named && named != lead && account.ContactId == lead ? $"{key}:{named:N}" : key;
    }

    static bool IsSame(LoyaltyTransaction before, LoyaltyBalanceInput balance) =>
        before.Kind == LoyaltyTransactionKind.Opening && -before.Adjusted == balance.Points && before.Qualifying == balance.Qualifying;

    string? ProblemOf(LoyaltyBalanceInput balance) => balance switch
    {
        { ContactId: null, Source: null } or { ContactId: null, ExternalId: null } =>
            "Nobody is named. Give contactId, or source and externalId.",
        { Points: < 0 or > LoyaltyPointsInvalidException.Most } =>
            $"{balance.Points} points can't be brought along. Give 0 to {LoyaltyPointsInvalidException.Most:N0}.",
        { Qualifying: < 0 or > LoyaltyPointsInvalidException.Most } =>
            $"{balance.Qualifying} qualifying points can't be brought along. Give 0 to {LoyaltyPointsInvalidException.Most:N0}.",
        { Points: 0, Qualifying: 0 } => "There is nothing to bring along. Give points or qualifying points.",
        { Key: { Length: 0 or > LongestKey } } => $"The key can't be stored. Give 1 to {LongestKey} characters.",
        { Key: { } key } when key.Any(char.IsControl) => "The key can't be stored. Give it without line breaks and control characters.",
        { EarnedAt: { } earned } when earned > booking.Now => "It was earned in the future. Give a time that is over.",
        { ExpiresAt: { } expires } when expires <= booking.Now => "The points have lapsed. Leave the row out, or give a later expiresAt.",
        _ => null,
    };

    async Task<Contacts> ContactsAsync(IReadOnlyList<LoyaltyBalanceInput> balances, CancellationToken ct)
    {
        var ids = balances.Select(balance => balance.ContactId).OfType<Guid>().Distinct().ToArray();
        var byId = await store.Query<Contact>().Where(contact => ids.Contains(contact.Id))
            .ToDictionaryAsync(contact => contact.Id, contact => contact.MergedIntoId ?? contact.Id, ct);
        var byKey = new Dictionary<(string, string), Guid>();
        var byOthers = balances.Where(balance => balance is { ContactId: null, Source: not null, ExternalId: not null });
        foreach (var source in byOthers.GroupBy(balance => balance.Source!))
        {
            var values = source.Select(balance => balance.ExternalId!).Distinct().ToArray();
            var found = await store.Query<ExternalId>()
                .Where(key => key.Source == source.Key && values.Contains(key.Value) && key.ContactId != null)
                .Select(key => new { key.Value, ContactId = key.ContactId!.Value }).ToListAsync(ct);
            foreach (var key in found) byKey[(source.Key, key.Value)] = key.ContactId;
        }
        return new(byId, byKey);
    }

    sealed record Contacts(Dictionary<Guid, Guid> ById, Dictionary<(string, string), Guid> ByKey)
    {
        /// <summary>The contact that goes on; null: there is none.</summary>
        public Guid? Of(LoyaltyBalanceInput balance) =>
            balance.ContactId is { } id ? (ById.TryGetValue(id, out var lead) ? lead : null)
            : ByKey.TryGetValue((balance.Source!, balance.ExternalId!), out var found) ? found : null;
    }
}
