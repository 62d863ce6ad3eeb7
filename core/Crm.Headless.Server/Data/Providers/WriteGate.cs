namespace Crm.Headless.Server.Data;

/// <summary>
/// SQLite has one writer at a time: those of this process queue here without holding a thread, so that only writers of other
/// processes are waited for inside SQLite. Open for everybody on PostgreSQL.
/// </summary>
internal sealed class WriteGate(DatabaseProvider provider) : IDisposable
{
    readonly SemaphoreSlim? _gate = provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Dispose the pass to let the next one in.</summary>
    public async ValueTask<Pass> EnterAsync(CancellationToken ct)
    {
        if (_gate is not null)
            await _gate.WaitAsync(ct);
        return new Pass(_gate);
    }

    public void Dispose() => _gate?.Dispose();

    internal readonly struct Pass(SemaphoreSlim? gate) : IDisposable
    {
        public void Dispose() => gate?.Release();
    }
}
