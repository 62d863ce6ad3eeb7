using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
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

    /// <summary>What hosts on this database encrypt with, in base64.</summary>
    public string DataKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Makes one; a PostgreSQL cluster is started for the first of a process.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL isn't installed, see <see cref="PostgresCluster.Missing"/>.</exception>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind) => kind switch
    {
        DatabaseKind.Sqlite => CreateFile(),
        _ => await CreateInClusterAsync(),
    };

    static TestDatabase CreateFile()
    {
        var folder = Directory.CreateTempSubdirectory("crm-test-");
        return new(DatabaseKind.Sqlite, $"Data Source={Path.Combine(folder.FullName, "crm.db")}", () =>
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
            return default;
        });
    }

    static async Task<TestDatabase> CreateInClusterAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var name = "crm_" + Guid.NewGuid().ToString("N");
        await cluster.ExecuteAsync($"CREATE DATABASE {name}");
        return new(DatabaseKind.PostgreSql, cluster.ConnectionStringTo(name),
            async () => await cluster.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)"));
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
