using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>
/// Valid documents with the plans of their operations, found by the documents' bytes and the schema that they are valid for. Forgets
/// those not used for longest when it gets too heavy.
/// </summary>
/// <param name="budget">Bytes, by estimate.</param>
sealed class PlanCache(long budget)
{
    // A document was seen to weigh 29 times its bytes once parsed, the plan of a field 400 bytes; generously rounded up.
    const int BytesPerDocumentByte = 40, BytesPerField = 800;

    readonly ConcurrentDictionary<CachedDocument, Entry> _entries = new(ByContent.Instance);
    readonly Lock _changing = new();
    long _clock;

    public long Weight { get; private set; }
    public int Count => _entries.Count;

    public DocumentNode? FindDocument(GraphQLSchema schema, ReadOnlySpan<byte> document) =>
        TryFind(new(schema, document), out var entry) ? entry.Document : null;

    public PreparedOperation? Find(GraphQLSchema schema, ReadOnlySpan<byte> document, string? operationName) =>
        TryFind(new(schema, document), out var entry) ? entry.Plans.GetValueOrDefault(operationName ?? "") : null;

    /// <summary>Remembers a plan, unless it alone is too heavy.</summary>
    public void Add(GraphQLSchema schema, DocumentNode document, string? operationName, PreparedOperation operation)
    {
        var bytes = document.Source.Utf8.ToArray();
        var weight = BytesPerField * (long)operation.Plan.FieldCount;
        var documentWeight = BytesPerDocumentByte * (long)bytes.Length;
        if (weight + documentWeight > budget / 4) return;
        lock (_changing)
        {
            var key = new CachedDocument(schema, bytes);
            if (!_entries.TryGetValue(key, out var entry))
            {
                entry = new(document) { Weight = documentWeight, LastUse = ++_clock };
                _entries[key] = entry;
                Weight += documentWeight;
            }
            if (!entry.Plans.TryAdd(operationName ?? "", operation)) return;
            entry.Weight += weight;
            Weight += weight;
            if (Weight > budget) Forget();
        }
    }

    /// <summary>Nobody uses the schema any more.</summary>
    public void Forget(GraphQLSchema schema)
    {
        lock (_changing)
            foreach (var key in _entries.Keys.Where(key => key.Schema == schema).ToList())
                if (_entries.TryRemove(key, out var entry)) Weight -= entry.Weight;
    }

    // A quarter at once, so that a full cache isn't sorted for every new document.
    void Forget()
    {
        foreach (var (key, entry) in _entries.OrderBy(entry => entry.Value.LastUse).ToList())
        {
            if (Weight <= budget / 4 * 3) return;
            if (_entries.TryRemove(key, out _)) Weight -= entry.Weight;
        }
    }

    bool TryFind(AskedDocument document, [NotNullWhen(true)] out Entry? entry)
    {
        var found = _entries.GetAlternateLookup<AskedDocument>().TryGetValue(document, out entry);
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

    readonly record struct CachedDocument(GraphQLSchema Schema, byte[] Bytes);

    readonly ref struct AskedDocument(GraphQLSchema schema, ReadOnlySpan<byte> bytes)
    {
        public GraphQLSchema Schema { get; } = schema;
        public ReadOnlySpan<byte> Bytes { get; } = bytes;
    }

    /// <summary>Compares all bytes: a mere hash could be made to collide.</summary>
    sealed class ByContent : IEqualityComparer<CachedDocument>, IAlternateEqualityComparer<AskedDocument, CachedDocument>
    {
        public static ByContent Instance { get; } = new();

        public bool Equals(CachedDocument left, CachedDocument right) =>
            left.Schema == right.Schema && left.Bytes.AsSpan().SequenceEqual(right.Bytes);

        public bool Equals(AskedDocument left, CachedDocument right) =>
            left.Schema == right.Schema && left.Bytes.SequenceEqual(right.Bytes);
        public int GetHashCode(CachedDocument document) => GetHashCode(new AskedDocument(document.Schema, document.Bytes));
        public CachedDocument Create(AskedDocument document) => new(document.Schema, document.Bytes.ToArray());

        public int GetHashCode(AskedDocument document)
        {
            var hash = new HashCode();
            hash.Add(document.Schema);
            hash.AddBytes(document.Bytes);
            return hash.ToHashCode();
        }
    }
}
