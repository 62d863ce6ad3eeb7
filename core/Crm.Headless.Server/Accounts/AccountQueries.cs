using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Accounts;

[QueryType, Authorize("accounts:read")]
static class AccountQueries
{
    /// <summary>The account with this id, archived or not; null when there is none.</summary>
    [UseSingleOrDefault]
    public static IQueryable<Account> GetAccount([ID<Account>] Guid id, IQueryable<Account> accounts) =>
        accounts.Where(account => account.Id == id);

    /// <summary>The accounts, newest first unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [UsePaging, UseFiltering, UseSorting(Default = ["CreatedAt DESC"])]
    public static IQueryable<Account> GetAccounts(
        IQueryable<Account> accounts, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        accounts.InStatus(status);
}
