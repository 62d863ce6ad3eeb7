using System.Data.Common;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security.DataKeys;
using Npgsql;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// Removes the entries of blocks that are wholly older than the retention. The blocks stay as anchors, and the log says in an entry of its
/// own, which is sealed like every other, what was removed.
/// </summary>
internal sealed class AuditRetainer(Database database, DataProtector protector, IConfiguration configuration, TimeProvider clock)
{
    public const string Setting = "Crm:Audit:RetentionDays";

    /// <summary>Null: for ever.</summary>
    readonly int? _days = Read(configuration[Setting]);

    public async Task RetainAsync(CancellationToken ct)
    {
        if (_days is not { } days) return;
        var now = clock.GetUtcNow();
        var olderThan = now.AddDays(-days);
        using var pass = await database.Gate.EnterAsync(ct);
        await using var connection = await database.OpenAsync(ct);
        var retained = (await AuditBlocks.RetainedAsync(connection, ct))?.ThroughBlock ?? 0;
        // Ten at a time: a long backlog doesn't hold up other writers.
        var old = (await AuditBlocks.FromAsync(connection, retained + 1, 10, ct)).TakeWhile(block => block.LastAt < olderThan).LastOrDefault();
        if (old is null) return;
        var retention = new AuditRetention { ThroughBlock = old.Number, OlderThan = olderThan, At = now };
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, transaction, "INSERT INTO audit_retentions (through_block, older_than, at, seal) VALUES (@p0, @p1, @p2, @p3)", ct,
            old.Number, AuditBlocks.AsStored(connection, olderThan), AuditBlocks.AsStored(connection, now), BlockHash.SealOf(retention, protector));
        var entry = new AuditEntry
        {
            Kind = AuditKind.Retention,
            At = now,
            Detail = FormattableString.Invariant($"entries of the blocks {retained + 1} to {old.Number}, older than {olderThan:yyyy-MM-dd}"),
        };
        await AuditRows.InsertAsync(connection, transaction, [entry.DoneBy(CrmPrincipal.System())], ct);
        var upTo = connection is NpgsqlConnection ? "(transaction_id, sequence) <= (@p0, @p1)" : "sequence <= @p1";
        await RunAsync(connection, transaction, $"DELETE FROM audit_entries WHERE {upTo}", ct, old.LastTransactionId, old.LastSequence);
        await transaction.CommitAsync(ct);
    }

    static async Task RunAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        for (var i = 0; i < values.Length; i++) command.AddParameter($"@p{i}", values[i]);
        await command.ExecuteNonQueryAsync(ct);
    }

    static int? Read(string? days) => string.IsNullOrEmpty(days) ? null
        : int.TryParse(days, out var number) && number > 0 ? number
        : throw new StartupException($"The setting {Setting} is \"{days}\". Set it to a number of days from 1, or leave it out to keep entries for ever.");
}
