using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Interactions;
using Crm.Headless.Server.Units;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts;

[ObjectType<Contact>, Authorize("contacts:read")]
static class ContactFields
{
    // The id of one that was merged leads to the contact that goes on, and to nobody for those who don't see that one: a second statement,
    // where there is such an id.
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<Guid, Contact>> GetNodesAsync(
        [Parent] IReadOnlyList<Guid> ids, IQueryable<Contact> contacts, CancellationToken ct)
    {
        var found = await contacts.Where(contact => EF.Parameter(ids).Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, ct);
        var merged = found.Values.Where(contact => contact.MergedIntoId is not null).ToList();
        if (merged.Count == 0) return found;
        var into = merged.Select(contact => contact.MergedIntoId!.Value).ToArray();
        var survivors = await contacts.Where(contact => EF.Parameter(into).Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, ct);
        foreach (var contact in merged)
        {
            if (survivors.TryGetValue(contact.MergedIntoId!.Value, out var survivor)) found[contact.Id] = survivor;
            else found.Remove(contact.Id);
        }
        return found;
    }

    /// <summary>The account of the primary affiliation; null when there is none.</summary>
    [Join(nameof(Contact.AccountId), nameof(Account.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("accounts:read")]
    public static IQueryable<Account> GetAccount(IQueryable<Account> accounts) => accounts;

    /// <summary>The user who looks after the contact; null: nobody in particular.</summary>
    [Join(nameof(Contact.OwnerId), nameof(User.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("users:read")]
    public static IQueryable<User> GetOwner(IQueryable<User> users) => users;

    /// <summary>All ways to reach the contact; at most 50.</summary>
    [Join(nameof(Contact.Id), nameof(ContactPoint.ContactId)), UseFiltering, ListSize(Limit.PerRecord), AllowMembers]
    public static IQueryable<ContactPoint> GetContactPoints(IQueryable<ContactPoint> points) => points;

    /// <summary>The contact's places at accounts; at most 50.</summary>
    [Join(nameof(Contact.Id), nameof(Affiliation.ContactId)), UseFiltering, ListSize(Limit.PerRecord)]
    public static IQueryable<Affiliation> GetAffiliations(IQueryable<Affiliation> affiliations) => affiliations;

    /// <summary>The contact as other systems know it; at most 50.</summary>
    [Join(nameof(Contact.Id), nameof(Identity.ContactId)), UseFiltering, ListSize(Limit.PerRecord)]
    public static IQueryable<Identity> GetIdentities(IQueryable<Identity> identities) => identities;

    /// <summary>The contact's keys in other systems; at most 50.</summary>
    [Join(nameof(Contact.Id), nameof(ExternalId.ContactId)), UseFiltering, ListSize(Limit.PerRecord)]
    public static IQueryable<ExternalId> GetExternalIds(IQueryable<ExternalId> ids) => ids;

    /// <summary>That the contact belongs to these units; at most 50. The way to filter by unit.</summary>
    [Join(nameof(Contact.Id), nameof(UnitMembership.ContactId)), UseFiltering, ListSize(Limit.PerRecord), Authorize("units:read")]
    public static IQueryable<UnitMembership> GetUnitMemberships(IQueryable<UnitMembership> memberships) => memberships;

    /// <summary>The units that the contact belongs to, by name; at most 50.</summary>
    [BatchResolver, ListSize(Limit.PerRecord), Authorize("units:read")]
    public static Task<ILookup<Guid, Unit>> GetUnitsAsync(
        [Parent(nameof(Contact.Id))] IReadOnlyList<Guid> ids, IQueryable<UnitMembership> memberships, IQueryable<Unit> units, CancellationToken ct) =>
        UnitMemberships.UnitsAsync(memberships.Where(x => x.ContactId != null && EF.Parameter(ids).Contains(x.ContactId.Value)), x => x.ContactId!.Value, units, ct);

    /// <summary>What happened between the business and the contact, latest first unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all revisions. What was superseded or voided is left out unless this asks for it.</param>
    [Join(nameof(Contact.Id), nameof(Interaction.ContactId)), UsePaging, UseFiltering, UseSorting(Default = ["OccurredAt DESC"]), Authorize("interactions:read")]
    [AllowMembers]
    public static IQueryable<Interaction> GetInteractions(
        IQueryable<Interaction> interactions, [DefaultValue(InteractionStatus.Recorded)] InteractionStatus? status) =>
        interactions.InStatus(status);
}
