namespace Crm.Headless.Server.Accounts;

static class AccountStatus
{
    public static IQueryable<Account> InStatus(this IQueryable<Account> accounts, RecordStatus? status) =>
        status is { } only ? accounts.Where(account => account.Status == only) : accounts;
}
