namespace Crm.Headless.Server.Http;

/// <summary>Documents by key, up to so many bytes; the one that wasn't asked for the longest goes first.</summary>
internal sealed class BoundedCache(int maxBytes)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<(string Key, ReadOnlyMemory<byte> Document)>> _byKey = [];
    readonly LinkedList<(string Key, ReadOnlyMemory<byte> Document)> _byUse = [];
    int _bytes;

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
            if (document.Length > maxBytes || _byKey.ContainsKey(key)) return;
            _byKey[key] = _byUse.AddFirst((key, document));
            _bytes += document.Length;
            while (_bytes > maxBytes) RemoveLast();
        }
    }

    void RemoveLast()
    {
        var last = _byUse.Last!;
        _byUse.RemoveLast();
        _byKey.Remove(last.Value.Key);
        _bytes -= last.Value.Document.Length;
    }
}
