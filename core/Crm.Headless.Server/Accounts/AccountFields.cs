using Crm.Headless.GraphQL;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Interactions;
using Crm.Headless.Server.Units;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Accounts;

[ObjectType<Account>, Authorize("accounts:read")]
static class AccountFields
{
    [NodeResolver]
    public static IQueryable<Account> GetNode(IQueryable<Account> accounts) => accounts;

    /// <summary>The account that this one is a part of; null: it stands for itself.</summary>
    [Join(nameof(Account.ParentId), nameof(Account.Id)), UseSingleOrDefault, UseFiltering, UseSorting]
    public static IQueryable<Account> GetParent(IQueryable<Account> accounts) => accounts;

    /// <summary>The accounts that are a part of this one, by name unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [Join(nameof(Account.Id), nameof(Account.ParentId)), UsePaging, UseFiltering, UseSorting(Default = ["Name"])]
    public static IQueryable<Account> GetChildren(
        IQueryable<Account> accounts, [DefaultValue(RecordStatus.Active)] RecordStatus? status) => accounts.InStatus(status);

    /// <summary>The user who looks after the account; null: nobody in particular.</summary>
    [Join(nameof(Account.OwnerId), nameof(User.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("users:read")]
    public static IQueryable<User> GetOwner(IQueryable<User> users) => users;

    /// <summary>The account's keys in other systems; at most 50.</summary>
    [Join(nameof(Account.Id), nameof(ExternalId.AccountId)), UseFiltering, ListSize(Limit.PerRecord)]
    public static IQueryable<ExternalId> GetExternalIds(IQueryable<ExternalId> ids) => ids;

    /// <summary>That the account belongs to these units; at most 50. The way to filter by unit.</summary>
    [Join(nameof(Account.Id), nameof(UnitMembership.AccountId)), UseFiltering, ListSize(Limit.PerRecord), Authorize("units:read")]
    public static IQueryable<UnitMembership> GetUnitMemberships(IQueryable<UnitMembership> memberships) => memberships;

    /// <summary>The units that the account belongs to, by name; at most 50.</summary>
    [BatchResolver, ListSize(Limit.PerRecord), Authorize("units:read")]
    public static Task<ILookup<Guid, Unit>> GetUnitsAsync(
        [Parent(nameof(Account.Id))] IReadOnlyList<Guid> ids, IQueryable<UnitMembership> memberships, IQueryable<Unit> units, CancellationToken ct) =>
        UnitMemberships.UnitsAsync(memberships.Where(x => x.AccountId != null && EF.Parameter(ids).Contains(x.AccountId.Value)), x => x.AccountId!.Value, units, ct);

    /// <summary>The contacts whose primary affiliation is this account, by name unless ordered otherwise. Others: see <c>affiliations</c>.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [Join(nameof(Account.Id), nameof(Contact.AccountId)), UsePaging, UseFiltering, UseSorting(Default = ["DisplayName"]), Authorize("contacts:read")]
    public static IQueryable<Contact> GetContacts(
        IQueryable<Contact> contacts, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        contacts.Where(contact => contact.MergedIntoId == null).InStatus(status);

    /// <summary>All contacts' places at this account, past ones included.</summary>
    [Join(nameof(Account.Id), nameof(Affiliation.AccountId)), UsePaging, UseFiltering, UseSorting, Authorize("contacts:read")]
    public static IQueryable<Affiliation> GetAffiliations(IQueryable<Affiliation> affiliations, IQueryable<Contact> contacts) =>
        // One that was merged keeps the place that the survivor has too.
        affiliations.Where(place => !contacts.Any(merged => merged.Id == place.ContactId && merged.MergedIntoId != null));

    /// <summary>What happened between the business and the account, latest first unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all revisions. What was superseded or voided is left out unless this asks for it.</param>
    [Join(nameof(Account.Id), nameof(Interaction.AccountId)), UsePaging, UseFiltering, UseSorting(Default = ["OccurredAt DESC"]), Authorize("interactions:read")]
    public static IQueryable<Interaction> GetInteractions(
        IQueryable<Interaction> interactions, [DefaultValue(InteractionStatus.Recorded)] InteractionStatus? status) =>
        interactions.InStatus(status);
}
