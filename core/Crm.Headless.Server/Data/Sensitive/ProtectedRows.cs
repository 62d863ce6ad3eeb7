using System.Data.Common;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>
/// Goes through a column of encrypted values in small transactions, beside EF: what the values say doesn't change, so neither versions nor
/// events nor the audit log hear of it. A value that somebody else changed in between stays as he left it.
/// </summary>
sealed class ProtectedRows(Database database, ProtectedColumn column)
{
    public const int Batch = 500;

    string Keys => string.Join(", ", column.Key.Select(Quote));

    /// <summary>Whether the table is there.</summary>
    public async Task<bool> ExistsAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var tables = database.Provider == DatabaseProvider.Sqlite ? "sqlite_master WHERE type = 'table' AND name" : "pg_tables WHERE schemaname = current_schema() AND tablename";
        await using var command = Command(connection, $"SELECT COUNT(*) FROM {tables} = @p0", [column.Table]);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    /// <summary>Some that aren't encrypted yet: they were written before the column was sensitive.</summary>
    public Task<List<ProtectedRow>> ReadPlainAsync(CancellationToken ct) => ReadAsync($"{Quote(column.Hash!)} IS NULL", [], ct);

    /// <summary>Some in the order of the key, from the first one or behind another one.</summary>
    public Task<List<ProtectedRow>> ReadAsync(ProtectedRow? after, CancellationToken ct) => after is null
        ? ReadAsync("1 = 1", [], ct)
        : ReadAsync($"({Keys}) > ({string.Join(", ", after.Key.Select((_, i) => $"@p{i}"))})", after.Key, ct);

    /// <summary>Writes new values in place of those that were read.</summary>
    public async Task WriteAsync(IReadOnlyList<(ProtectedRow Row, object Value, object? Hash)> changes, CancellationToken ct)
    {
        if (changes.Count == 0) return;
        using var pass = await database.Gate.EnterAsync(ct);
        await using var connection = await OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var (row, value, hash) in changes) await WriteAsync(connection, transaction, row, value, hash, ct);
        await transaction.CommitAsync(ct);
    }

    async Task WriteAsync(DbConnection connection, DbTransaction transaction, ProtectedRow row, object value, object? hash, CancellationToken ct)
    {
        var isKey = string.Join(" AND ", column.Key.Select((key, i) => $"{Quote(key)} = @p{i}"));
        var (old, next) = ($"@p{row.Key.Count}", $"@p{row.Key.Count + 1}");
        var setHash = hash is null ? "" : $", {Quote(column.Hash!)} = @p{row.Key.Count + 2}";
        await using var command = Command(connection,
            $"UPDATE {Quote(column.Table)} SET {Quote(column.Name)} = {next}{setHash} WHERE {isKey} AND {Quote(column.Name)} = {old}",
            [.. row.Key, row.Value, value, .. hash is null ? [] : new[] { hash }]);
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(ct);
    }

    async Task<List<ProtectedRow>> ReadAsync(string condition, IReadOnlyList<object> values, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = Command(connection,
            $"SELECT {Keys}, {Quote(column.Name)} FROM {Quote(column.Table)} WHERE {Quote(column.Name)} IS NOT NULL AND {condition} ORDER BY {Keys} LIMIT {Batch}",
            values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<ProtectedRow>();
        while (await reader.ReadAsync(ct))
            rows.Add(new([.. Enumerable.Range(0, column.Key.Count).Select(reader.GetValue)], reader.GetValue(column.Key.Count)));
        return rows;
    }

    /// <summary>What stood there before isn't left in the free space of the file.</summary>
    async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await database.OpenAsync(ct);
        if (database.Provider != DatabaseProvider.Sqlite) return connection;
        await using var command = Command(connection, "PRAGMA secure_delete = ON", []);
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    static DbCommand Command(DbConnection connection, string sql, IReadOnlyList<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Count; i++)
            command.AddParameter($"@p{i}", values[i]);
        return command;
    }

    static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}

/// <summary>A value as it is stored, a text or bytes.</summary>
sealed record ProtectedRow(IReadOnlyList<object> Key, object Value);
