using System.Data.Common;
using System.Text.Json;
using Npgsql;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>Inserts entries in the transaction of a connection: one statement on PostgreSQL, one that is prepared once on SQLite.</summary>
static class AuditRows
{
    const string Columns =
        "at, kind, actor, actor_kind, client_id, user_id, contact_id, operation, change, record_kind, record_id, changes, detail, count";

    // As FeedClock.NowAsync, without asking first.
    const string Now = "(SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1) + ahead FROM feed_clock)";

    const int Most = 5000;

    public static async Task InsertAsync(
        DbConnection connection, DbTransaction? transaction, IReadOnlyCollection<AuditEntry> entries, CancellationToken ct)
    {
        if (connection is NpgsqlConnection postgres)
            foreach (var part in entries.Chunk(Most))
                await InsertAsync(postgres, (NpgsqlTransaction?)transaction, part, ct);
        else await InsertOneByOneAsync(connection, transaction, entries, ct);
    }

    static async Task InsertAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, AuditEntry[] entries, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"INSERT INTO audit_entries (transaction_id, {Columns}) SELECT {Now}, * FROM unnest({string.Join(", ", Enumerable.Range(1, 14).Select(i => $"${i}"))})",
            connection, transaction);
        Add(entry => entry.At.ToUniversalTime());
        Add(entry => NameOf(entry.Kind)!);
        Add(entry => entry.Actor);
        Add(entry => NameOf(entry.ActorKind));
        Add(entry => entry.ClientId);
        Add(entry => entry.UserId);
        Add(entry => entry.ContactId);
        Add(entry => entry.Operation);
        Add(entry => NameOf(entry.Change));
        Add(entry => entry.RecordKind);
        Add(entry => entry.RecordId);
        Add(entry => entry.Changes);
        Add(entry => entry.Detail);
        Add(entry => entry.Count);
        await command.ExecuteNonQueryAsync(ct);

        void Add<T>(Func<AuditEntry, T> value) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. entries.Select(value)] });
    }

    static async Task InsertOneByOneAsync(
        DbConnection connection, DbTransaction? transaction, IEnumerable<AuditEntry> entries, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (
            $"INSERT INTO audit_entries (transaction_id, {Columns}) VALUES (0, {string.Join(", ", Enumerable.Range(0, 14).Select(i => $"@p{i}"))})", transaction);
        for (var i = 0; i < 14; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }
        foreach (var entry in entries)
        {
            Bind(command.Parameters, entry);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    static void Bind(DbParameterCollection to, AuditEntry entry)
    {
        ReadOnlySpan<object?> values =
        [
            (entry.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, NameOf(entry.Kind), entry.Actor, NameOf(entry.ActorKind),
            BytesOf(entry.ClientId), BytesOf(entry.UserId), BytesOf(entry.ContactId), entry.Operation, NameOf(entry.Change), entry.RecordKind,
            BytesOf(entry.RecordId), entry.Changes, entry.Detail, entry.Count,
        ];
        for (var i = 0; i < values.Length; i++) to[i].Value = values[i] ?? DBNull.Value;
    }

    static byte[]? BytesOf(Guid? id) => id?.ToByteArray(bigEndian: true);

    public static string? NameOf<T>(T? value) where T : struct, Enum => value is { } known ? Names<T>.Of[known] : null;

    static string NameOf(AuditKind kind) => Names<AuditKind>.Of[kind];

    static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));
    }
}
