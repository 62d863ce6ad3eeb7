namespace Crm.Headless.Server.Accounts;

static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddScoped<AccountCommands>().AddScoped<AccountUpserts>();
}
