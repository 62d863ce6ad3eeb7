namespace Crm.Headless.Server.Http;

/// <summary>Documents by key, up to so many bytes; the one that wasn't asked for the longest goes first.</summary>
internal sealed class BoundedCache(int maxBytes)
{
    // Its key, its nodes and its array's head: a cache of tiny documents must not weigh a hundred times what it counts.
    const int BytesPerEntry = 512;

    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<(string Key, ReadOnlyMemory<byte> Document)>> _byKey = [];
    readonly LinkedList<(string Key, ReadOnlyMemory<byte> Document)> _byUse = [];
    long _bytes;

    public ReadOnlyMemory<byte>? Find(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Document;
        }
    }

    public void Add(string key, ReadOnlyMemory<byte> document)
    {
        lock (_lock)
        {
            if (Weigh(document) > maxBytes || _byKey.ContainsKey(key)) return;
            // A copy: what was sent is a piece of a larger buffer.
            _byKey[key] = _byUse.AddFirst((key, document.ToArray()));
            _bytes += Weigh(document);
            while (_bytes > maxBytes) RemoveLast();
        }
    }

    void RemoveLast()
    {
        var last = _byUse.Last!;
        _byUse.RemoveLast();
        _byKey.Remove(last.Value.Key);
        _bytes -= Weigh(last.Value.Document);
    }

    static long Weigh(ReadOnlyMemory<byte> document) => document.Length + BytesPerEntry;
}
