using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Crm.Headless.Server.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crm.Headless.Testing;

/// <summary>The databases that the host runs on.</summary>
public enum DatabaseKind
{
    /// <summary>A file.</summary>
    Sqlite,

    /// <summary>A database of a <see cref="PostgresCluster"/>.</summary>
    PostgreSql,
}

/// <summary>An empty database that is thrown away with the test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    static readonly Lazy<Task<byte[]>> MigratedFile = new(MigrateFileAsync);
    static readonly Lazy<Task<string>> MigratedInCluster = new(MigrateInClusterAsync);

    readonly Func<ValueTask> _drop;

    TestDatabase(DatabaseKind kind, string connectionString, Func<ValueTask> drop)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _drop = drop;
    }

    /// <summary>Which one.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>For <c>ConnectionStrings:Crm</c>.</summary>
    public string ConnectionString { get; }

    internal DatabaseOptions Options => new(Kind == DatabaseKind.Sqlite ? DatabaseProvider.Sqlite : DatabaseProvider.PostgreSql, ConnectionString);

    /// <summary>What hosts on this database encrypt with, in base64.</summary>
    public string DataKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Makes one; a PostgreSQL cluster is started for the first of a process.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL isn't installed, see <see cref="PostgresCluster.Missing"/>.</exception>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Sqlite => CreateFile(),
        _ => await CreateInClusterAsync(),
    };

    /// <summary>Makes one that has core's tables already, as a host that starts would make them.</summary>
    internal static async Task<TestDatabase> CreateMigratedAsync(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Sqlite => CreateFile(await MigratedFile.Value),
        _ => await CreateInClusterAsync(await MigratedInCluster.Value),
    };

    static TestDatabase CreateFile(byte[]? content = null)
    {
        var folder = Directory.CreateTempSubdirectory("crm-test-");
        var path = Path.Combine(folder.FullName, "crm.db");
        if (content is not null) File.WriteAllBytes(path, content);
        return new(DatabaseKind.Sqlite, $"Data Source={path}", () =>
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
            return default;
        });
    }

    static async Task<TestDatabase> CreateInClusterAsync(string template = "template1")
    {
        var cluster = await PostgresCluster.SharedAsync();
        var name = "crm_" + Guid.NewGuid().ToString("N");
        await cluster.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new(DatabaseKind.PostgreSql, cluster.ConnectionStringTo(name),
            async () => await cluster.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)"));
    }

    static async Task<byte[]> MigrateFileAsync()
    {
        await using var database = CreateFile();
        await database.MigrateAsync();
        // Without the file beside it, it isn't whole.
        await database.ScalarAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        return await File.ReadAllBytesAsync(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource);
    }

    static async Task<string> MigrateInClusterAsync()
    {
        var database = await CreateInClusterAsync(); // goes with the cluster
        await database.MigrateAsync();
        return new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
    }

    async Task MigrateAsync()
    {
        await using var database = new Database(Options);
        await new Migrator(database).MigrateAsync([], default);
        await database.Installation.RemoveAsync(Installation.CursorSecret, default); // each has its own
    }

    /// <summary>The number that a statement gives, for a look at the tables; 0 for null.</summary>
    public async Task<long> ScalarAsync(string sql)
    {
        await using DbConnection connection = Kind == DatabaseKind.Sqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Drops it.</summary>
    public ValueTask DisposeAsync() => _drop();
}
