using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Units;

[QueryType, Authorize("users:read")]
static class UserQueries
{
    /// <summary>The user with this id, archived or not; null when there is none.</summary>
    [UseSingleOrDefault]
    public static IQueryable<User> GetUser([ID<User>] Guid id, IQueryable<User> users) => users.Where(user => user.Id == id);

    /// <summary>The people who work with the system, by name unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [UsePaging, UseFiltering, UseSorting(Default = ["Name"])]
    public static IQueryable<User> GetUsers(IQueryable<User> users, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        users.InStatus(status);
}

[ObjectType<User>, Authorize("users:read")]
static class UserFields
{
    [NodeResolver]
    public static IQueryable<User> GetNode(IQueryable<User> users) => users;

    /// <summary>The unit that the user works for; null: the whole organisation.</summary>
    [Join(nameof(User.UnitId), nameof(Unit.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("units:read")]
    public static IQueryable<Unit> GetUnit(IQueryable<Unit> units) => units;

    /// <summary>The contacts that the user looks after, by name unless ordered otherwise.</summary>
    [Join(nameof(User.Id), nameof(Contact.OwnerId)), UsePaging, UseFiltering, UseSorting(Default = ["DisplayName"]), Authorize("contacts:read")]
    public static IQueryable<Contact> GetContacts(IQueryable<Contact> contacts) => contacts.Where(contact => contact.Status == RecordStatus.Active);

    /// <summary>The accounts that the user looks after, by name unless ordered otherwise.</summary>
    [Join(nameof(User.Id), nameof(Account.OwnerId)), UsePaging, UseFiltering, UseSorting(Default = ["Name"]), Authorize("accounts:read")]
    public static IQueryable<Account> GetAccounts(IQueryable<Account> accounts) => accounts.Where(account => account.Status == RecordStatus.Active);
}
