using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>What the recomputed chain says.</summary>
/// <param name="IsIntact">Nothing was changed, removed or inserted as far as it was looked at.</param>
/// <param name="Blocks">How many blocks were looked at.</param>
/// <param name="Entries">How many entries were.</param>
/// <param name="AnchorsThrough">Up to this block retention removed the entries, and only the blocks can be told; null: none were removed.</param>
/// <param name="BrokenBlock">The first block that doesn't fit; null when all do.</param>
/// <param name="BrokenEntry">The sequence of the first entry that doesn't; null when all do, or when it is the block itself.</param>
/// <param name="Problem">What is wrong with it, in a sentence; null when nothing is.</param>
/// <param name="Hash">The hash of the last block that was looked at, to be kept elsewhere; null when there is none.</param>
internal sealed record AuditVerification(
    bool IsIntact, long Blocks, long Entries, long? AnchorsThrough, long? BrokenBlock, long? BrokenEntry, string? Problem, string? Hash);

/// <summary>Recomputes the chain and says what doesn't fit.</summary>
internal sealed class AuditVerifier(Database database, DataProtector protector)
{
    const int BlocksAtOnce = 20;

    /// <summary>Not the beginning of the feed: somebody may have inserted an entry with a number below 1.</summary>
    static readonly FeedPosition s_beforeAll = new(long.MinValue, long.MinValue);

    /// <param name="from">The first block; null: the first of all.</param>
    /// <param name="to">The last; null: the newest.</param>
    public async Task<AuditVerification> VerifyAsync(long? from, long? to, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var state = new State();
        if (await AnchorsAsync(connection, state, ct) is { } forged) return forged;
        var next = Math.Max(1, from ?? 1);
        var before = next > 1 ? (await AuditBlocks.FromAsync(connection, next - 1, 1, ct)).FirstOrDefault() : null;
        if (next > 1 && before?.Number != next - 1) return state.Broken(next - 1, null, $"Block {next - 1} is missing.");
        while (to is null || next <= to)
        {
            var blocks = await AuditBlocks.FromAsync(connection, next, BlocksAtOnce, ct);
            foreach (var block in blocks.TakeWhile(block => to is null || block.Number <= to))
            {
                if (block.Number != next) return state.Broken(next, null, $"Block {next} is missing.");
                if (await CheckAsync(connection, block, before, state, ct) is { } broken) return broken;
                (before, next) = (block, next + 1);
            }
            if (blocks.Count < BlocksAtOnce) break;
        }
        return state.Intact();
    }

    /// <summary>Null: what retention removed was removed by this installation.</summary>
    async Task<AuditVerification?> AnchorsAsync(DbConnection connection, State state, CancellationToken ct)
    {
        if (await AuditBlocks.RetainedAsync(connection, ct) is not { } retention) return null;
        if (!FixedEquals(retention.Seal, BlockHash.SealOf(retention, protector)))
            return state.Broken(retention.ThroughBlock, null, $"The retention through block {retention.ThroughBlock} was not written by this installation.");
        state.Anchors = retention.ThroughBlock;
        return null;
    }

    async Task<AuditVerification?> CheckAsync(DbConnection connection, AuditBlock block, AuditBlock? before, State state, CancellationToken ct)
    {
        while (true)
        {
            var isAnchor = block.Number <= state.Anchors;
            var found = await StoredEntries.ReadAsync(connection, before?.Last() ?? s_beforeAll, block.Last(), isAnchor ? 1 : int.MaxValue, ct);
            if (Check(block, before, found, isAnchor) is not var (entry, problem))
            {
                state.Passed(block, found.Count);
                return null;
            }
            // Retention may have come in between.
            if (await AnchorsAsync(connection, state, ct) is { } forged) return forged;
            if (isAnchor || !(block.Number <= state.Anchors)) return state.Broken(block.Number, entry, problem);
        }
    }

    /// <summary>Null: it fits.</summary>
    (long? Entry, string Problem)? Check(AuditBlock block, AuditBlock? before, List<StoredEntry> found, bool isAnchor)
    {
        if (!FixedEquals(block.Seal, BlockHash.SealOf(block.Hash, protector)))
            return (null, $"Block {block.Number} was not sealed by this installation: its seal doesn't fit its hash.");
        if (Difference(isAnchor ? [] : BlockHash.Read(block.Fingerprints), found) is { } difference) return difference;
        return isAnchor || block.Hash == BlockHash.Of(block, before?.Hash ?? BlockHash.Beginning, found.Select(entry => entry.Hash))
            ? null
            : (null, $"Block {block.Number} was changed: its hash doesn't fit what it says, or the block before it.");
    }

    static (long? Entry, string Problem)? Difference(IReadOnlyList<(long Sequence, ulong Fingerprint)> expected, List<StoredEntry> found)
    {
        var isThere = found.Select(entry => entry.Position.Sequence).ToHashSet();
        var known = expected.Select(entry => entry.Sequence).ToHashSet();
        for (int e = 0, f = 0; e < expected.Count || f < found.Count; e++, f++)
        {
            if (f < found.Count && !known.Contains(found[f].Position.Sequence))
                return (found[f].Position.Sequence, $"Entry {found[f].Position.Sequence} was inserted.");
            if (e < expected.Count && !isThere.Contains(expected[e].Sequence))
                return (expected[e].Sequence, $"Entry {expected[e].Sequence} is missing.");
            if (expected[e].Sequence != found[f].Position.Sequence || expected[e].Fingerprint != found[f].Fingerprint)
                return (found[f].Position.Sequence, $"Entry {found[f].Position.Sequence} was changed.");
        }
        return null;
    }

    static bool FixedEquals(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));

    sealed class State
    {
        long _blocks, _entries;
        string? _hash;

        public long? Anchors { get; set; }

        public void Passed(AuditBlock block, int entries) => (_blocks, _entries, _hash) = (_blocks + 1, _entries + entries, block.Hash);

        public AuditVerification Intact() => new(true, _blocks, _entries, Anchors, null, null, null, _hash);

        public AuditVerification Broken(long block, long? entry, string problem) => new(false, _blocks, _entries, Anchors, block, entry, problem, _hash);
    }
}
