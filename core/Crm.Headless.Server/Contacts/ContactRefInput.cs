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

/// <summary>Which contacts the references of a request mean: one statement per way to refer, however many.</summary>
sealed class ContactReferences(ExternalIds keys, Identities identities, IReadOnlyDictionary<Guid, Guid> ids)
{
    public static async Task<ContactReferences> LoadAsync(CrmDb db, IReadOnlyCollection<ContactRef> references, CancellationToken ct)
    {
        var keys = await ExternalIds.OfContactsAsync(db, references.Select(reference => reference.Key).OfType<ExternalKey>(), ct);
        var identities = await Identities.LoadAsync(db, references.Select(reference => reference.Identity).OfType<IdentityKey>(), ct);
        var ids = references.Select(reference => reference.Id).OfType<Guid>().Distinct().ToArray();
        // An id that was merged means the contact that goes on.
        var found = ids.Length == 0 ? [] : await db.Seen<Contact>().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.MergedIntoId }).ToListAsync(ct);
        return new(keys, identities, found.ToDictionary(x => x.Id, x => x.MergedIntoId ?? x.Id));
    }

    public Guid Get(ContactRef reference)
    {
        if (reference.Id is { } id) return ids.TryGetValue(id, out var found) ? found : throw new NotFoundException(reference.At, nameof(Contact), id);
        if (reference.Key is { } key) return keys.Get(key, reference.At);
        var identity = reference.Identity!.Value;
        return identities.Find(identity, reference.At) ?? throw new NotFoundException(reference.At, nameof(Contact), identity.ToString());
    }
}
