using System.Data.Common;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Npgsql;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>The table of the sealed blocks, by statements of its own: the service that seals has no generation of plugins.</summary>
static class AuditBlocks
{
    const string Columns = "number, first_transaction_id, first_sequence, last_transaction_id, last_sequence, count, hash, seal, fingerprints, last_at, sealed_at";

    public static async Task<AuditBlock?> LastAsync(DbConnection connection, CancellationToken ct) =>
        (await ReadAsync(connection, "ORDER BY number DESC LIMIT 1", ct)).FirstOrDefault();

    /// <summary>From one number on, so many.</summary>
    public static Task<List<AuditBlock>> FromAsync(DbConnection connection, long number, int most, CancellationToken ct) =>
        ReadAsync(connection, FormattableString.Invariant($"WHERE number >= {number} ORDER BY number LIMIT {most}"), ct);

    /// <summary>The last retention: up to its block the entries were removed; null: none were.</summary>
    public static async Task<AuditRetention?> RetainedAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT through_block, older_than, at, seal FROM audit_retentions ORDER BY through_block DESC LIMIT 1";
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new() { ThroughBlock = reader.GetInt64(0), OlderThan = TimeAt(reader, 1), At = TimeAt(reader, 2), Seal = reader.GetString(3) }
            : null;
    }

    /// <summary>False: another node was faster.</summary>
    public static async Task<bool> TryAddAsync(DbConnection connection, AuditBlock block, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO audit_blocks ({Columns}) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10) ON CONFLICT (number) DO NOTHING";
        object[] values =
        [
            block.Number, block.FirstTransactionId, block.FirstSequence, block.LastTransactionId, block.LastSequence, block.Count, block.Hash, block.Seal,
            block.Fingerprints, AsStored(connection, block.LastAt), AsStored(connection, block.SealedAt),
        ];
        for (var i = 0; i < values.Length; i++) command.AddParameter($"@p{i}", values[i]);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public static object AsStored(DbConnection connection, DateTimeOffset time) => connection is NpgsqlConnection
        ? time.ToUniversalTime()
        : (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static FeedPosition First(this AuditBlock block) => new(block.FirstTransactionId, block.FirstSequence);

    public static FeedPosition Last(this AuditBlock block) => new(block.LastTransactionId, block.LastSequence);

    static async Task<List<AuditBlock>> ReadAsync(DbConnection connection, string which, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM audit_blocks {which}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var blocks = new List<AuditBlock>();
        while (await reader.ReadAsync(ct)) blocks.Add(Read(reader));
        return blocks;
    }

    static AuditBlock Read(DbDataReader reader) => new()
    {
        Number = reader.GetInt64(0),
        FirstTransactionId = reader.GetInt64(1),
        FirstSequence = reader.GetInt64(2),
        LastTransactionId = reader.GetInt64(3),
        LastSequence = reader.GetInt64(4),
        Count = reader.GetInt32(5),
        Hash = reader.GetString(6),
        Seal = reader.GetString(7),
        Fingerprints = (byte[])reader.GetValue(8),
        LastAt = TimeAt(reader, 9),
        SealedAt = TimeAt(reader, 10),
    };

    static DateTimeOffset TimeAt(DbDataReader reader, int column) => reader.GetValue(column) is long microseconds
        ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
        : reader.GetFieldValue<DateTimeOffset>(column);
}
