using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Npgsql;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>An entry as it stands in the table: its place and the hash of all its columns.</summary>
readonly record struct StoredEntry(FeedPosition Position, DateTimeOffset At, byte[] Hash)
{
    /// <summary>Enough of the hash to tell which entry of a block was changed; the block's own hash is over all of it.</summary>
    public ulong Fingerprint => BitConverter.ToUInt64(Hash);
}

/// <summary>Reads entries in the order of commit, without going through the entities: exactly what is stored is what is hashed.</summary>
static class StoredEntries
{
    const string Columns = "transaction_id, sequence, kind, actor, actor_kind, client_id, user_id, contact_id, operation, change, record_kind, record_id, changes, detail, count";

    // As EventFeed: below the oldest transaction that still runs everything is committed or never will be.
    const string Settled = "transaction_id < (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ahead FROM feed_clock)";

    /// <param name="after">Behind this one.</param>
    /// <param name="upTo">Up to this one; null: as far as no earlier entry can still come.</param>
    public static async Task<List<StoredEntry>> ReadAsync(
        DbConnection connection, FeedPosition after, FeedPosition? upTo, int most, CancellationToken ct)
    {
        var isPostgres = connection is NpgsqlConnection;
        await using var command = connection.CreateCommand();
        var at = isPostgres ? "(extract(epoch FROM at) * 1000000)::bigint" : "at";
        // SQLite has one writer and finds its way by the sequence alone, as in EventFeed.
        var place = isPostgres ? "transaction_id, sequence" : "sequence";
        var (begin, end) = isPostgres ? ("(@t1, @s1)", "(@t2, @s2)") : ("(@s1)", "(@s2)");
        var until = upTo is not null ? $"AND ({place}) <= {end}" : isPostgres ? $"AND {Settled}" : "";
        command.CommandText = $"SELECT {at}, {Columns} FROM audit_entries WHERE ({place}) > {begin} {until} ORDER BY {place} LIMIT {most}";
        command.AddParameter("@t1", after.TransactionId);
        command.AddParameter("@s1", after.Sequence);
        if (upTo is { } last)
        {
            command.AddParameter("@t2", last.TransactionId);
            command.AddParameter("@s2", last.Sequence);
        }
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<StoredEntry>();
        while (await reader.ReadAsync(ct)) entries.Add(Read(reader));
        return entries;
    }

    static StoredEntry Read(DbDataReader reader)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < reader.FieldCount; i++) Append(hash, reader.GetValue(i));
        var at = DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(0) * TimeSpan.TicksPerMicrosecond);
        return new(new(reader.GetInt64(1), reader.GetInt64(2)), at, hash.GetHashAndReset());
    }

    /// <summary>Each value behind its length, so that no two rows read the same; ids as SQLite stores them, whatever the database.</summary>
    static void Append(IncrementalHash hash, object value)
    {
        byte[]? bytes = value switch
        {
            DBNull => null,
            string text => Encoding.UTF8.GetBytes(text),
            byte[] id => id,
            Guid id => id.ToByteArray(bigEndian: true),
            _ => BitConverter.GetBytes(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        };
        hash.AppendData(BitConverter.GetBytes(bytes?.Length ?? -1));
        if (bytes is not null) hash.AppendData(bytes);
    }
}
