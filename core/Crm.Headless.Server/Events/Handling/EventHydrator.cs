using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Events;

/// <summary>Makes events of outbox rows, with the records that they are about as they are now: one statement per kind of record.</summary>
static class EventHydrator
{
    /// <summary>In the order of the rows; null where the record is gone, which another event says, and for events of plugins.</summary>
    public static async Task<IReadOnlyList<CrmEvent?>> HydrateAsync(CrmDb db, IReadOnlyList<OutboxEvent> rows, CancellationToken ct)
    {
        var contacts = await LoadAsync(db.Set<Contact>(), KeysOf(rows, RecordKind.Contact), x => x.Id, ct);
        var accounts = await LoadAsync(db.Set<Account>(), KeysOf(rows, RecordKind.Account), x => x.Id, ct);
        var interactions = await LoadAsync(db.Set<Interaction>(), KeysOf(rows, RecordKind.Interaction), x => x.Id, ct);
        return [.. rows.Select(row => Hydrate(row, contacts, accounts, interactions))];
    }

    /// <summary>What a row of core becomes, without looking at its record.</summary>
    public static Type TypeOf(OutboxEvent row) => (row.Kind, row.Change) switch
    {
        (RecordKind.Interaction, ChangeKind.Created) => typeof(InteractionRecorded),
        (RecordKind.Interaction, _) => typeof(InteractionCorrected),
        (RecordKind.Contact, ChangeKind.Deleted) => typeof(ContactDeleted),
        (RecordKind.Contact, ChangeKind.Merged) => typeof(ContactMerged),
        (RecordKind.Contact, ChangeKind.Unmerged) => typeof(ContactUnmerged),
        (RecordKind.Contact, ChangeKind.Erased) => typeof(ContactErased),
        (RecordKind.Contact, _) => typeof(ContactChanged),
        (RecordKind.Account, ChangeKind.Deleted) => typeof(AccountDeleted),
        _ => typeof(AccountChanged),
    };

    static CrmEvent? Hydrate(
        OutboxEvent row, Dictionary<Guid, Contact> contacts, Dictionary<Guid, Account> accounts, Dictionary<Guid, Interaction> interactions)
    {
        CrmEvent? made = row.Kind switch
        {
            RecordKind.Contact => HydrateContact(row, contacts),
            RecordKind.Account when row.Change == ChangeKind.Deleted => new AccountDeleted(row.RecordId),
            RecordKind.Account => accounts.GetValueOrDefault(row.RecordId) is { } account ? new AccountChanged(account, row.Change) : null,
            RecordKind.Interaction => HydrateInteraction(row, interactions),
            _ => null,
        };
        return made is null ? null : made with { Sequence = row.Sequence, At = row.At };
    }

    static CrmEvent? HydrateContact(OutboxEvent row, Dictionary<Guid, Contact> contacts)
    {
        if (row.Change == ChangeKind.Deleted) return new ContactDeleted(row.RecordId);
        if (row.Change == ChangeKind.Erased) return new ContactErased(row.RecordId);
        if (contacts.GetValueOrDefault(row.RecordId) is not { } contact) return null;
        if (row.PreviousId is not { } otherId) return new ContactChanged(contact, row.Change);
        if (contacts.GetValueOrDefault(otherId) is not { } other) return null;
        return row.Change == ChangeKind.Merged ? new ContactMerged(contact, other) : new ContactUnmerged(contact, other);
    }

    static CrmEvent? HydrateInteraction(OutboxEvent row, Dictionary<Guid, Interaction> interactions)
    {
        if (interactions.GetValueOrDefault(row.RecordId) is not { } interaction) return null;
        if (row.PreviousId is not { } previousId) return new InteractionRecorded(interaction);
        return interactions.GetValueOrDefault(previousId) is { } previous ? new InteractionCorrected(interaction, previous) : null;
    }

    static Guid[] KeysOf(IReadOnlyList<OutboxEvent> rows, RecordKind kind) =>
    [
        .. rows.Where(row => row.Kind == kind && row.Change is not (ChangeKind.Deleted or ChangeKind.Erased))
            .SelectMany(row => row.PreviousId is { } previous ? [row.RecordId, previous] : (Guid[])[row.RecordId])
            .Distinct(),
    ];

    static async Task<Dictionary<Guid, T>> LoadAsync<T>(IQueryable<T> records, Guid[] keys, Func<T, Guid> keyOf, CancellationToken ct)
        where T : class
    {
        if (keys.Length == 0) return [];
        var rows = await records.AsNoTracking()
            .Where(record => EF.Parameter(keys).Contains(EF.Property<Guid>(record, "Id"))).ToListAsync(ct);
        return rows.ToDictionary(keyOf);
    }
}
