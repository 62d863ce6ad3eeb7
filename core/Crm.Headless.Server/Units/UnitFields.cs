using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

[ObjectType<Unit>, Authorize("units:read")]
static class UnitFields
{
    [NodeResolver]
    public static IQueryable<Unit> GetNode(IQueryable<Unit> units) => units;

    /// <summary>The unit above; null at a root.</summary>
    [Join(nameof(Unit.ParentId), nameof(Unit.Id)), UseSingleOrDefault, UseFiltering, UseSorting]
    public static IQueryable<Unit> GetParent(IQueryable<Unit> units) => units;

    /// <summary>The units right below, by name unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [Join(nameof(Unit.Id), nameof(Unit.ParentId)), UsePaging, UseFiltering, UseSorting(Default = ["Name"])]
    public static IQueryable<Unit> GetChildren(IQueryable<Unit> units, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        units.InStatus(status);

    /// <summary>The way from the root down to this unit, both included; at most 20.</summary>
    [BatchResolver, ListSize(UnitTree.MaxDepth)]
    public static async Task<IReadOnlyList<IReadOnlyList<Unit>>> GetPathAsync(
        [Parent] IReadOnlyList<Unit> parents, IQueryable<Unit> units, CancellationToken ct)
    {
        var ids = parents.SelectMany(unit => UnitTree.Steps(unit.Path)).Distinct().ToArray();
        var known = await units.Where(unit => EF.Parameter(ids).Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, ct);
        return [.. parents.Select(unit => (IReadOnlyList<Unit>)[.. UnitTree.Steps(unit.Path).Select(id => known.GetValueOrDefault(id)).OfType<Unit>()])];
    }

    /// <summary>Which contacts and accounts belong to the unit itself, not to those below it.</summary>
    [Join(nameof(Unit.Id), nameof(UnitMembership.UnitId)), UsePaging, UseFiltering, UseSorting]
    public static IQueryable<UnitMembership> GetMemberships(IQueryable<UnitMembership> memberships, IQueryable<Contact> contacts) =>
        // One that was merged keeps its units, which the survivor has too.
        memberships.Where(membership => !contacts.Any(merged => merged.Id == membership.ContactId && merged.MergedIntoId != null));

    /// <summary>The users who work for the unit, by name unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [Join(nameof(Unit.Id), nameof(User.UnitId)), UsePaging, UseFiltering, UseSorting(Default = ["Name"]), Authorize("users:read")]
    public static IQueryable<User> GetUsers(IQueryable<User> users, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        users.InStatus(status);
}

[ObjectType<UnitMembership>, Authorize("units:read")]
static class UnitMembershipFields
{
    /// <summary>The unit.</summary>
    [Join(nameof(UnitMembership.UnitId), nameof(Unit.Id)), UseSingleOrDefault, UseFiltering, UseSorting]
    public static IQueryable<Unit> GetUnit(IQueryable<Unit> units) => units;

    /// <summary>The contact; null: an account.</summary>
    [Join(nameof(UnitMembership.ContactId), nameof(Contact.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;

    /// <summary>The account; null: a contact.</summary>
    [Join(nameof(UnitMembership.AccountId), nameof(Account.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("accounts:read")]
    public static IQueryable<Account> GetAccount(IQueryable<Account> accounts) => accounts;
}
