using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>The chain: each block's hash covers the one before, what the block says of itself, and the hashes of its entries.</summary>
static class BlockHash
{
    public const string Beginning = "";

    const int FingerprintSize = 16;

    public static string Of(AuditBlock block, string previous, IEnumerable<byte[]> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"{previous}/{block.Number}/{block.FirstTransactionId}/{block.FirstSequence}/{block.LastTransactionId}/{block.LastSequence}/{block.Count}/{Micro(block.LastAt)}/{Micro(block.SealedAt)}/")));
        hash.AppendData(SHA256.HashData(block.Fingerprints));
        foreach (var entry in entries) hash.AppendData(entry);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What somebody who has the database but not the keys can't make.</summary>
    public static string SealOf(string hash, DataProtector protector) => Convert.ToHexStringLower(protector.KeyedHash(hash, "audit block"));

    public static string SealOf(AuditRetention retention, DataProtector protector) => Convert.ToHexStringLower(protector.KeyedHash(
        FormattableString.Invariant($"{retention.ThroughBlock}/{Micro(retention.OlderThan)}/{Micro(retention.At)}"), "audit retention"));

    public static byte[] FingerprintsOf(IReadOnlyList<StoredEntry> entries)
    {
        var bytes = new byte[entries.Count * FingerprintSize];
        for (var i = 0; i < entries.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * FingerprintSize), entries[i].Position.Sequence);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan((i * FingerprintSize) + 8), entries[i].Fingerprint);
        }
        return bytes;
    }

    public static IReadOnlyList<(long Sequence, ulong Fingerprint)> Read(byte[] fingerprints) =>
    [
        .. fingerprints.Chunk(FingerprintSize).Where(part => part.Length == FingerprintSize)
            .Select(part => (BinaryPrimitives.ReadInt64BigEndian(part), BinaryPrimitives.ReadUInt64BigEndian(part.AsSpan(8)))),
    ];

    static long Micro(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
