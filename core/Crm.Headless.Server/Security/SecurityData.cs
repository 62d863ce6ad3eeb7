using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Security;

/// <summary>The database for the parts that find out who comes in, before there is a request's scope.</summary>
sealed class SecurityData(Generations generations)
{
    public async Task<T> ReadAsync<T>(Func<CrmDb, Task<T>> read, CancellationToken ct)
    {
        using var lease = generations.Lease();
        await using var db = await lease.Generation.Contexts.Factory.CreateDbContextAsync(ct);
        return await read(db);
    }

    /// <summary>In one transaction, as the system.</summary>
    public async Task<T> WriteAsync<T>(Func<CrmDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var lease = generations.Lease();
        await using var scope = lease.Generation.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Writer>().CommitAsync(work, ct);
    }
}
