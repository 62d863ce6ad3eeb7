using Crm.Headless.Server.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>
/// One change of plugins at a time, whichever process makes it. What keeps the others out dies with the process: an advisory lock on
/// PostgreSQL, a locked file beside the one of SQLite.
/// </summary>
sealed class PluginTurn(Database database) : IDisposable
{
    const long PostgresLock = 0x43524D_504C_5547; // "CRM PLUG"
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim _here = new(1);

    /// <exception cref="PluginBusyException">Somebody else makes one.</exception>
    public async Task<IAsyncDisposable> TakeAsync(CancellationToken ct)
    {
        if (!await _here.WaitAsync(Patience, ct)) throw new PluginBusyException();
        try
        {
            return new Held(_here, database.Provider == DatabaseProvider.Sqlite ? LockFile() : await LockDatabaseAsync(ct));
        }
        catch
        {
            _here.Release();
            throw;
        }
    }

    public void Dispose() => _here.Dispose();

    FileStream LockFile()
    {
        try
        {
            var path = new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource + "-plugins";
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new PluginBusyException();
        }
    }

    async Task<NpgsqlConnection> LockDatabaseAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Pooling = false, KeepAlive = 10 }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({PostgresLock})", connection);
        if ((bool)(await command.ExecuteScalarAsync(ct))!) return connection;
        await connection.DisposeAsync();
        throw new PluginBusyException();
    }

    sealed class Held(SemaphoreSlim here, IAsyncDisposable elsewhere) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await elsewhere.DisposeAsync();
            here.Release();
        }
    }
}

/// <summary>Plugins are being changed already.</summary>
sealed class PluginBusyException() : CrmException("PLUGINS_BUSY",
    "Another change of plugins is under way, here or on another node. Wait until it has ended (see pluginOperations), then try again.");
