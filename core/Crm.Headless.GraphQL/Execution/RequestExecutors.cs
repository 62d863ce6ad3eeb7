using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>
/// The executors of a schema: of all of it, and of the views of those who may not use all of it. Who may use the same has the same one.
/// Safe to use from any number of threads.
/// </summary>
public sealed class RequestExecutors
{
    // What an access is worth is a short text: many more of them than of views.
    const int MaxAccesses = 4096;

    readonly ExecutorOptions _options;
    readonly PlanCache _plans;
    readonly string[] _scopes;
    readonly Recent<string> _visible = new(MaxAccesses);
    readonly Recent<RequestExecutor> _views;
    readonly Lock _making = new();

    public RequestExecutors(GraphQLSchema schema, ExecutorOptions options)
    {
        _options = options;
        _plans = new(options.PlanCacheBytes);
        _scopes = [.. SchemaView.ScopesOf(schema)];
        Full = new(schema, options, _plans);
        _views = new(options.MaxViews);
    }

    /// <summary>Of the whole schema.</summary>
    public RequestExecutor Full { get; }

    public RequestExecutor For(Access access) =>
        access is { IsMember: false } && access.Has(Access.EveryScope) ? Full : Find(KeyOf(access)) ?? Make(access);

    RequestExecutor? Find(string key) => _visible.Find(key) is { } visible ? _views.Find(visible) : null;

    // One at a time: whoever asks for the same meanwhile finds it made, and many who ask at once don't take all processors.
    RequestExecutor Make(Access access)
    {
        var key = KeyOf(access);
        lock (_making)
        {
            if (Find(key) is { } made) return made;
            var visible = new Visibility(Full.Schema, access);
            var fingerprint = visible.Fingerprint();
            _visible.Add(key, fingerprint);
            if (_views.Find(fingerprint) is { } shared) return shared;
            var view = visible.ShowsEverything ? Full : new(SchemaView.Of(Full.Schema, visible), _options, _plans);
            if (_views.Add(fingerprint, view) is { } forgotten && forgotten != Full) _plans.Forget(forgotten.Schema);
            return view;
        }
    }

    /// <summary>What of the access counts here: which of the schema's scopes it has.</summary>
    string KeyOf(Access access) => string.Create(_scopes.Length + 1, (_scopes, access), static (key, from) =>
    {
        for (var i = 0; i < from._scopes.Length; i++) key[i] = from.access.Has(from._scopes[i]) ? '1' : '0';
        key[^1] = from.access.IsMember ? 'm' : '-';
    });
}

/// <summary>So many values by key; the one that wasn't asked for the longest goes first.</summary>
sealed class Recent<T>(int capacity) where T : class
{
    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> _byKey = [];
    readonly LinkedList<(string Key, T Value)> _byUse = [];

    public T? Find(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Value;
        }
    }

    /// <summary>What had to go for it; null when there was room.</summary>
    public T? Add(string key, T value)
    {
        lock (_lock)
        {
            if (_byKey.Remove(key, out var old)) _byUse.Remove(old);
            _byKey[key] = _byUse.AddFirst((key, value));
            if (_byKey.Count <= capacity) return null;
            var last = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _byKey.Remove(last.Key);
            return last.Value;
        }
    }
}
