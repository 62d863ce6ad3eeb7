using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts;

[ObjectType<Contact>, Authorize("contacts:read")]
static class DuplicateCandidates
{
    const int PerContact = 20;

    /// <summary>Enough for as many who have ten addresses and numbers each in common.</summary>
    const int RowsPerContact = 10 * PerContact;

    /// <summary>
    /// Other active contacts that may be the same person, because they share an email address or the digits of a phone number; at
    /// most 20. It may as well be a family: only a person can tell.
    /// </summary>
    [BatchResolver, PersonalData, Cost(5), ListSize(PerContact)]
    public static async Task<ILookup<Guid, DuplicateCandidate>> GetDuplicateCandidatesAsync(
        [Parent(nameof(Contact.Id))] IReadOnlyList<Guid> ids, IQueryable<ContactPoint> points, IQueryable<Contact> contacts, CancellationToken ct)
    {
        var shared =
            from mine in points
            where EF.Parameter(ids).Contains(mine.ContactId) && mine.Kind != ContactPointKind.Address
            join other in points on new { mine.Kind, mine.MatchKey } equals new { other.Kind, other.MatchKey }
            where other.ContactId != mine.ContactId
            join contact in contacts on other.ContactId equals contact.Id
            where contact.Status == RecordStatus.Active
            select new { mine.ContactId, OtherId = contact.Id, mine.Kind, mine.Value };
        // A number such as a company's may be thousands of contacts'.
        var first =
            from mine in contacts.Where(x => EF.Parameter(ids).Contains(x.Id))
            from row in shared.Where(x => x.ContactId == mine.Id).OrderBy(x => x.OtherId).Take(EF.Constant(RowsPerContact))
            join other in contacts on row.OtherId equals other.Id
            orderby row.OtherId
            select new { row.ContactId, row.Kind, row.Value, Other = other };
        return (await first.ToListAsync(ct))
            .GroupBy(row => (row.ContactId, row.Other.Id))
            .Select(group => (group.Key.ContactId, Candidate: Candidate(group.First().Other, group.Select(row => (row.Kind, row.Value)))))
            .GroupBy(row => row.ContactId)
            .SelectMany(group => group.Take(PerContact))
            .ToLookup(row => row.ContactId, row => row.Candidate);
    }

    static DuplicateCandidate Candidate(Contact contact, IEnumerable<(ContactPointKind Kind, string Value)> shared) =>
        new(contact, [.. shared.Distinct().Select(point => new DuplicateReason(point.Kind, point.Value))]);
}

/// <summary>A contact that may be the same person.</summary>
/// <param name="Contact">The other contact.</param>
/// <param name="Reasons">What the two have in common.</param>
[PersonalData]
sealed record DuplicateCandidate(Contact Contact, IReadOnlyList<DuplicateReason> Reasons);

/// <summary>Something that two contacts have in common.</summary>
/// <param name="Kind">An email address or a phone number.</param>
/// <param name="Value">As this contact writes it.</param>
[PersonalData]
sealed record DuplicateReason(ContactPointKind Kind, string Value);
