using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>A database, looked at and changed past the server that owns it, which must not run meanwhile.</summary>
sealed record RowsDatabase(bool Postgres, string ConnectionString)
{
    public async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = Postgres
            ? new NpgsqlConnection(ConnectionString + ";Pooling=false;Command Timeout=600")
            : new SqliteConnection(ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(params IEnumerable<string> statements)
    {
        await using var connection = await OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync() is var found and not DBNull ? found : 0L);
    }

    /// <summary>Runs the statement for every row of values, named @a, @b, ... in their order.</summary>
    public async Task RepeatAsync(string sql, IEnumerable<object[]> rows)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            foreach (var (i, value) in row.Index())
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{(char)('a' + i)}", Stored(value));
                command.Parameters.Add(parameter);
            }
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    /// <summary>As the server stores it on SQLite: keys as 16 bytes, big-endian, times as microseconds.</summary>
    object Stored(object value) => (Postgres, value) switch
    {
        (false, Guid key) => key.ToByteArray(bigEndian: true),
        (false, DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
        _ => value,
    };
}
