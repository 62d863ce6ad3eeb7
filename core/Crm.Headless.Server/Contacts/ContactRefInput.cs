using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts;

/// <summary>A contact, by its id, by its key in another system, or by an identity.</summary>
[OneOf]
sealed record ContactRefInput
{
    /// <summary>The id.</summary>
    [ID<Contact>]
    public Guid? Id { get; init; }

    /// <summary>The key in another system.</summary>
    public ExternalIdInput? ExternalId { get; init; }

    /// <summary>The identity.</summary>
    public IdentityInput? Identity { get; init; }

    public ContactRef Read(FieldPath at)
    {
        if (Id is not null) return new(Id, null, null, at["id"]);
        return ExternalId is not null
            ? new(null, ExternalId.Read(at["externalId"]), null, at["externalId"])
            : new(null, null, Identity!.Read(at["identity"]), at["identity"]);
    }
}

readonly record struct ContactRef(Guid? Id, ExternalKey? Key, IdentityKey? Identity, FieldPath At);

/// <summary>
/// Which contacts the references of a request mean: one statement per way to refer, however many, and what keeps them what they are until
/// the transaction ends.
/// </summary>
/// <param name="leads">By the id that was given or found, the contact that goes on; none that the actor doesn't see.</param>
sealed class ContactReferences(ExternalIds keys, Identities identities, IReadOnlyDictionary<Guid, Guid> leads)
{
    public static async Task<ContactReferences> LoadAsync(CrmDb db, IReadOnlyCollection<ContactRef> references, CancellationToken ct)
    {
        var keys = await ExternalIds.OfContactsAsync(db, references.Select(reference => reference.Key).OfType<ExternalKey>(), ct);
        var identities = await Identities.LoadAsync(db, references.Select(reference => reference.Identity).OfType<IdentityKey>(), ct);
        // Who has a key may have been merged since that was read.
        Guid[] ids = [.. references.Select(reference => reference.Id).OfType<Guid>().Concat(keys.Records).Concat(identities.Contacts).Distinct()];
        return new(keys, identities, await LeadsAsync(db, ids, ct));
    }

    /// <summary>An id that was merged means the contact that goes on, for those who see that one.</summary>
    static async Task<Dictionary<Guid, Guid>> LeadsAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return [];
        while (true)
        {
            var kept = await db.KeepContactsAsync(ids, ct);
            var found = await db.Seen<Contact>().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.MergedIntoId }).ToListAsync(ct);
            Guid[] into = [.. found.Select(x => x.MergedIntoId).OfType<Guid>().Distinct()];
            // The lock waited for a merge: the survivor, which nobody knew of before, is to be kept too.
            if (kept is not null && !kept.IsSupersetOf(into)) continue;
            var seen = into.Length == 0 ? [] : await db.Seen<Contact>().Where(x => EF.Parameter(into).Contains(x.Id)).Select(x => x.Id).ToHashSetAsync(ct);
            return found.Where(x => x.MergedIntoId is not { } survivor || seen.Contains(survivor)).ToDictionary(x => x.Id, x => x.MergedIntoId ?? x.Id);
        }
    }

    public Guid Get(ContactRef reference)
    {
        if (reference.Id is { } id) return Lead(id) ?? throw new NotFoundException(reference.At, nameof(Contact), id);
        if (reference.Key is { } key) return Lead(keys.Get(key, reference.At)) ?? throw new NotFoundException(reference.At, nameof(Contact), key.ToString());
        var identity = reference.Identity!.Value;
        return Lead(identities.Find(identity, reference.At)) ?? throw new NotFoundException(reference.At, nameof(Contact), identity.ToString());
    }

    Guid? Lead(Guid? id) => id is { } given && leads.TryGetValue(given, out var lead) ? lead : null;
}
