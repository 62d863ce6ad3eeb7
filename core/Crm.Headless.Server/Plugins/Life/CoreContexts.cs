using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Core's tables without those of plugins, for what has to work before there is a generation and whatever generation there is.</summary>
sealed class CoreContexts(Database database, DataProtector protector) : IDisposable
{
    readonly CrmContexts _contexts = new(database, protector, []);

    public Task<CrmDb> OpenAsync(CancellationToken ct) => _contexts.Factory.CreateDbContextAsync(ct);

    /// <summary>In one transaction. The work must have no other effect.</summary>
    public async Task<T> WriteAsync<T>(Func<CrmDb, Task<T>> work, CancellationToken ct)
    {
        using var pass = await database.Gate.EnterAsync(ct);
        await using var db = await OpenAsync(ct);
        await using var transaction = await db.BeginWriteAsync(ct);
        var result = await work(db);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    public void Dispose() => _contexts.Dispose();
}
