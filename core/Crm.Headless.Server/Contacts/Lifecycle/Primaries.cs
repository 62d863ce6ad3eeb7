using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>
/// The points of contact and the affiliations of two contacts between which they move. Afterwards each contact has one primary of each kind
/// again, and says of itself what its primary ones say.
/// </summary>
sealed class Primaries(CrmDb db, IReadOnlyList<ContactPoint> points, IReadOnlyList<Affiliation> places)
{
    public static async Task<Primaries> LoadAsync(CrmDb db, ContactMerge merge, CancellationToken ct)
    {
        var ids = new[] { merge.SurvivorId, merge.MergedId };
        return new(
            db,
            await db.Set<ContactPoint>().AsTracking().Where(point => EF.Parameter(ids).Contains(point.ContactId)).OrderBy(point => point.CreatedAt).ThenBy(point => point.Id).ToListAsync(ct),
            await db.Set<Affiliation>().AsTracking().Where(place => EF.Parameter(ids).Contains(place.ContactId)).OrderBy(place => place.Id).ToListAsync(ct));
    }

    public List<ContactPoint> PointsOf(Guid contact) => [.. points.Where(point => point.ContactId == contact)];

    public List<Affiliation> PlacesOf(Guid contact) => [.. places.Where(place => place.ContactId == contact)];

    /// <summary>The rows of a contact that are primary now.</summary>
    public HashSet<Guid> Of(Guid contact) =>
        [.. PointsOf(contact).Where(point => point.Primary).Select(point => point.Id), .. PlacesOf(contact).Where(place => place.Primary).Select(place => place.Id)];

    /// <summary>
    /// Primary becomes what the contact says of itself; where there is no such row, the one that is primary already, or else one of those
    /// preferred, or the oldest.
    /// </summary>
    public void Settle(Contact contact, IReadOnlyCollection<Guid> preferred)
    {
        var record = new ContactRecord(db, contact) { Points = PointsOf(contact.Id), Affiliations = PlacesOf(contact.Id) };
        var (email, phone) = (contact.Email, contact.Phone);
        foreach (var ofKind in record.Points.GroupBy(point => point.Kind))
        {
            var said = ofKind.Key switch { ContactPointKind.Email => email, ContactPointKind.Phone => phone, _ => null };
            ContactPoints.MakePrimary(record, ofKind.OrderByDescending(point => point.Value == said)
                .ThenByDescending(point => point.Primary).ThenByDescending(point => preferred.Contains(point.Id)).First());
        }
        ContactPoints.Copy(record); // a kind may have nothing left

        var main = record.Affiliations.OrderByDescending(place => place.AccountId == contact.AccountId)
            .ThenByDescending(place => place.Primary).ThenByDescending(place => preferred.Contains(place.Id)).ThenByDescending(place => place.To is null).FirstOrDefault();
        if (main is not null) Affiliations.MakePrimary(record, main);
        else contact.AccountId = null;
    }
}
