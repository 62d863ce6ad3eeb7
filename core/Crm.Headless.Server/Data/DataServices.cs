using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

internal static class DataServices
{
    /// <summary>
    /// Reading and writing for a request's scope. Expects <see cref="Database"/>, <see cref="CommitSignal"/> and the generation's
    /// <c>IDbContextFactory&lt;CrmDb&gt;</c> (<see cref="CrmContexts.Factory"/>).
    /// </summary>
    public static IServiceCollection AddData(this IServiceCollection services) => services
        .AddScoped<ReadSession>()
        .AddScoped<IQueryRunner>(scope => scope.GetRequiredService<ReadSession>())
        .AddScoped<SearchIndex>()
        .AddScoped<Writer>();
}
