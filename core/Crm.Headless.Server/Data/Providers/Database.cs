using System.Data.Common;
using Crm.Headless.Server.Plugins.Containment;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Crm.Headless.Server.Data;

/// <summary>The one database of this installation, whatever the generation.</summary>
internal sealed class Database : IAsyncDisposable
{
    readonly NpgsqlDataSource? _postgres;
    readonly string? _sqlite;
    readonly IInterceptor[] _interceptors;

    public Database(DatabaseOptions options, ILoggerFactory? loggers = null, params IInterceptor[] interceptors)
    {
        Options = options;
        Loggers = loggers;
        Gate = new WriteGate(options.Provider);
        if (options.Provider == DatabaseProvider.PostgreSql)
            _postgres = NpgsqlDataSource.Create(options.ConnectionString);
        else
            _sqlite = SqliteConnectionString(options.ConnectionString);
        var metered = new MeteredStatements();
        _interceptors = _postgres is null ? [new SqlitePragmas(options.Synchronous), metered, .. interceptors] : [metered, .. interceptors];
        Installation = new Installation(this);
    }

    public DatabaseOptions Options { get; }
    public DatabaseProvider Provider => Options.Provider;
    public ILoggerFactory? Loggers { get; }
    public WriteGate Gate { get; }
    public Installation Installation { get; }

    /// <summary>Points a context of any kind to this database.</summary>
    public void Configure(DbContextOptionsBuilder builder, string? historyTable = null)
    {
        if (_postgres is not null)
            builder.UseNpgsql(_postgres, npgsql => npgsql
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)
                .MigrationsHistoryTable(historyTable ?? "__migrations"));
        else
            builder.UseSqlite(_sqlite, sqlite => sqlite
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)
                .MigrationsHistoryTable(historyTable ?? "__migrations"));
        builder.AddInterceptors(_interceptors);
    }

    /// <summary>A connection beside EF's contexts, for the few statements that are not about entities.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        DbConnection connection = _postgres is null ? new SqliteConnection(_sqlite) : _postgres.CreateConnection();
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <exception cref="DatabaseUnreachableException">Nobody answers there.</exception>
    public async Task CheckReachableAsync(CancellationToken ct)
    {
        if (_postgres is null)
            return;
        try
        {
            await using var connection = await _postgres.OpenConnectionAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return; // The migrator makes it.
        }
        catch (NpgsqlException e)
        {
            throw new DatabaseUnreachableException(new NpgsqlConnectionStringBuilder(Options.ConnectionString), e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        if (_sqlite is not null)
        {
            using var connection = new SqliteConnection(_sqlite);
            SqliteConnection.ClearPool(connection);
        }
    }

    static string SqliteConnectionString(string connection) => new SqliteConnectionStringBuilder(connection)
    {
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = 30,
    }.ToString();
}

/// <summary>The PostgreSQL server can't be used.</summary>
internal sealed class DatabaseUnreachableException(NpgsqlConnectionStringBuilder connection, Exception cause) : Exception(
    $"PostgreSQL at {connection.Host}:{connection.Port} (database \"{connection.Database}\", user \"{connection.Username}\") can't be used: {cause.Message}. " +
    "Start it, or correct ConnectionStrings:Crm.", cause);
