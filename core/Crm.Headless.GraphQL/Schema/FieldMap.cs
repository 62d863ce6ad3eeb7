using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Members by name that keep the order of their definition, which introspection and printing show.</summary>
public sealed class FieldMap<T> : IReadOnlyDictionary<string, T>
{
    public static FieldMap<T> Empty { get; } = new([], _ => "");

    readonly T[] _ordered;
    readonly string[] _names;
    readonly FrozenDictionary<string, T> _byName;

    public FieldMap(IEnumerable<T> members, Func<T, string> name)
    {
        _ordered = [.. members];
        _names = Array.ConvertAll(_ordered, member => name(member));
        _byName = _ordered.ToFrozenDictionary(name);
    }

    public T this[string key] => _byName[key];
    public IEnumerable<string> Keys => _names;
    public IEnumerable<T> Values => _ordered;
    public int Count => _ordered.Length;
    public bool ContainsKey(string key) => _byName.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _byName.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (var i = 0; i < _ordered.Length; i++) yield return new(_names[i], _ordered[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
