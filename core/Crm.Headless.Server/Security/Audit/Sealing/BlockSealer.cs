using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// Seals what is settled. Any number of nodes may do it at once: they read the same entries and make the same next number, which only
/// one of them can add.
/// </summary>
internal sealed class BlockSealer(Database database, DataProtector protector, TimeProvider clock)
{
    const int MostEntries = 5000;

    /// <returns>Whether there may be more to seal.</returns>
    public async Task<bool> SealNextAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var last = await AuditBlocks.LastAsync(connection, ct);
        var entries = await StoredEntries.ReadAsync(connection, last?.Last() ?? FeedPosition.Start, null, MostEntries, ct);
        if (entries.Count == 0) return false;

        var block = BlockOf(entries, last);
        using var pass = await database.Gate.EnterAsync(ct);
        await AuditBlocks.TryAddAsync(connection, block, ct);
        return entries.Count == MostEntries;
    }

    AuditBlock BlockOf(List<StoredEntry> entries, AuditBlock? last)
    {
        var block = new AuditBlock
        {
            Number = (last?.Number ?? 0) + 1,
            FirstTransactionId = entries[0].Position.TransactionId,
            FirstSequence = entries[0].Position.Sequence,
            LastTransactionId = entries[^1].Position.TransactionId,
            LastSequence = entries[^1].Position.Sequence,
            Count = entries.Count,
            Fingerprints = BlockHash.FingerprintsOf(entries),
            LastAt = entries.Max(entry => entry.At),
            SealedAt = clock.GetUtcNow(),
        };
        block.Hash = BlockHash.Of(block, last?.Hash ?? BlockHash.Beginning, entries.Select(entry => entry.Hash));
        block.Seal = BlockHash.SealOf(block.Hash, protector);
        return block;
    }
}
