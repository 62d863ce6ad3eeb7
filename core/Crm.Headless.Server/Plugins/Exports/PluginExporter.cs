using System.Data;
using System.Data.Common;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins.Life;
using Microsoft.Data.Sqlite;

namespace Crm.Headless.Server.Plugins.Exports;

/// <summary>Writes the rows of a plugin that goes into an export.</summary>
sealed class PluginExporter(Database database, PluginExports exports)
{
    /// <summary>Does nothing when it was done before.</summary>
    /// <returns>The complete export.</returns>
    public async Task<PluginExport> RunAsync(PluginOperation operation, IReadOnlyList<string> tables, CancellationToken ct)
    {
        if (await exports.FindAsync(operation.Id, ct) is { CompletedAt: not null } done) return done;
        await exports.BeginAsync(operation, ct);
        await using var stored = new ExportStream(exports, operation.Id);
        var rows = await WriteAsync(tables, stored, ct);
        await stored.FinishAsync(ct);
        return await exports.CompleteAsync(operation.Id, rows, stored.Stored, ct);
    }

    /// <summary>
    /// A file of lines of JSON for each table, all as of one moment, with the values as they are stored: what is encrypted stays so.
    /// </summary>
    async Task<long> WriteAsync(IReadOnlyList<string> tables, Stream to, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var moment = await BeginReadAsync(connection, ct);
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var rows = 0L;
        foreach (var table in tables)
        {
            await using var entry = await zip.CreateEntry($"{table}.jsonl").OpenAsync(ct);
            rows += await WriteRowsAsync(connection, moment, table, entry, ct);
        }
        return rows;
    }

    // Deferred, or SQLite would take it for a writer and the export could not be stored beside it.
    static async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken ct) => connection is SqliteConnection sqlite
        ? sqlite.BeginTransaction(deferred: true)
        : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    static async Task<long> WriteRowsAsync(DbConnection connection, DbTransaction moment, string table, Stream to, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = ($"SELECT * FROM \"{table}\"", moment);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = 0L;
        for (; await reader.ReadAsync(ct); rows++)
        {
            var row = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => ValueOf(reader, column));
            await to.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row) + "\n"), ct);
        }
        return rows;
    }

    // Ids are 16 bytes on SQLite.
    static object? ValueOf(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        byte[] { Length: 16 } id => new Guid(id, bigEndian: true),
        var value => value,
    };
}
