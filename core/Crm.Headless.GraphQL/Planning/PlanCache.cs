using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>
/// Valid documents with the plans of their operations, found by the documents' bytes. Forgets those not used for longest when
/// it gets too heavy.
/// </summary>
/// <param name="budget">Bytes, by estimate.</param>
sealed class PlanCache(long budget)
{
    // A document was seen to weigh 29 times its bytes once parsed, the plan of a field 400 bytes; generously rounded up.
    const int BytesPerDocumentByte = 40, BytesPerField = 800;

    readonly ConcurrentDictionary<byte[], Entry> _entries = new(ByContent.Instance);
    readonly Lock _changing = new();
    long _clock;

    public long Weight { get; private set; }
    public int Count => _entries.Count;

    public DocumentNode? FindDocument(ReadOnlySpan<byte> document) => TryFind(document, out var entry) ? entry.Document : null;

    public PreparedOperation? Find(ReadOnlySpan<byte> document, string? operationName) =>
        TryFind(document, out var entry) ? entry.Plans.GetValueOrDefault(operationName ?? "") : null;

    /// <summary>Remembers a plan, unless it alone is too heavy.</summary>
    public void Add(DocumentNode document, string? operationName, PreparedOperation operation)
    {
        var bytes = document.Source.Utf8.ToArray();
        var weight = BytesPerField * (long)operation.Plan.FieldCount;
        var documentWeight = BytesPerDocumentByte * (long)bytes.Length;
        if (weight + documentWeight > budget / 4) return;
        lock (_changing)
        {
            if (!_entries.TryGetValue(bytes, out var entry))
            {
                entry = new(document) { Weight = documentWeight, LastUse = ++_clock };
                _entries[bytes] = entry;
                Weight += documentWeight;
            }
            if (!entry.Plans.TryAdd(operationName ?? "", operation)) return;
            entry.Weight += weight;
            Weight += weight;
            if (Weight > budget) Forget();
        }
    }

    // A quarter at once, so that a full cache isn't sorted for every new document.
    void Forget()
    {
        foreach (var (bytes, entry) in _entries.OrderBy(entry => entry.Value.LastUse).ToList())
        {
            if (Weight <= budget / 4 * 3) return;
            if (_entries.TryRemove(bytes, out _)) Weight -= entry.Weight;
        }
    }

    bool TryFind(ReadOnlySpan<byte> document, [NotNullWhen(true)] out Entry? entry)
    {
        var found = _entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(document, out entry);
        if (found) entry!.LastUse = Interlocked.Increment(ref _clock);
        return found;
    }

    sealed class Entry(DocumentNode document)
    {
        public DocumentNode Document { get; } = document;
        public ConcurrentDictionary<string, PreparedOperation> Plans { get; } = [];
        public long Weight { get; set; }
        public long LastUse { get; set; }
    }

    /// <summary>Compares all bytes: a mere hash could be made to collide.</summary>
    sealed class ByContent : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static ByContent Instance { get; } = new();

        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);
        public bool Equals(ReadOnlySpan<byte> left, byte[] right) => left.SequenceEqual(right);
        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());
        public byte[] Create(ReadOnlySpan<byte> bytes) => bytes.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
