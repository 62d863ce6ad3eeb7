using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts;

/// <summary>Reads contacts with all that belongs to them, to change them: six statements, however many contacts.</summary>
static class ContactRecords
{
    public static async Task<ContactRecord> LoadAsync(CrmDb db, Guid id, FieldPath at, CancellationToken ct)
    {
        var record = (await LoadAsync(db, [id], ct)).GetValueOrDefault(id) ?? throw new NotFoundException(at, nameof(Contact), id);
        return record.Contact.MergedIntoId is { } survivor ? await LoadAsync(db, survivor, at, ct) : record;
    }

    public static async Task<Dictionary<Guid, ContactRecord>> LoadAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return [];
        var contacts = await db.Seen<Contact>().AsTracking().Where(x => EF.Parameter(ids).Contains(x.Id)).ToListAsync(ct);
        var points = await db.Set<ContactPoint>().AsTracking()
            .Where(x => EF.Parameter(ids).Contains(x.ContactId)).OrderBy(x => x.CreatedAt).ThenBy(x => x.Id).ToListAsync(ct);
        var affiliations = await db.Set<Affiliation>().AsTracking()
            .Where(x => EF.Parameter(ids).Contains(x.ContactId)).OrderBy(x => x.Id).ToListAsync(ct);
        var identities = await db.Set<Identity>().AsTracking()
            .Where(x => EF.Parameter(ids).Contains(x.ContactId)).OrderBy(x => x.Id).ToListAsync(ct);
        var units = await db.Seen<UnitMembership>().AsTracking()
            .Where(x => x.ContactId != null && EF.Parameter(ids).Contains(x.ContactId.Value)).OrderBy(x => x.Id).ToListAsync(ct);
        var externalIds = await db.Set<ExternalId>().AsTracking()
            .Where(x => x.ContactId != null && EF.Parameter(ids).Contains(x.ContactId.Value)).OrderBy(x => x.Id).ToListAsync(ct);

        var pointsOf = points.ToLookup(x => x.ContactId);
        var affiliationsOf = affiliations.ToLookup(x => x.ContactId);
        var identitiesOf = identities.ToLookup(x => x.ContactId);
        var unitsOf = units.ToLookup(x => x.ContactId);
        var externalIdsOf = externalIds.ToLookup(x => x.ContactId);
        return contacts.ToDictionary(contact => contact.Id, contact => new ContactRecord(db, contact)
        {
            Points = [.. pointsOf[contact.Id]],
            Affiliations = [.. affiliationsOf[contact.Id]],
            Identities = [.. identitiesOf[contact.Id]],
            Units = [.. unitsOf[contact.Id]],
            ExternalIds = [.. externalIdsOf[contact.Id]],
        });
    }
}
