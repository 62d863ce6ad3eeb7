using System.Collections;
using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What a batch returned, spread over its parents: a list in their order, or a dictionary or lookup by key.</summary>
abstract class BatchResults(TypeShape shape)
{
    /// <summary>Of one parent.</summary>
    public TypeShape Shape { get; } = shape;
    public abstract bool IsKeyed { get; }

    /// <param name="result">Null when nothing had to be asked.</param>
    public abstract IEnumerable<object?> Spread(object? result, object?[] keys, bool takesNull);

    public static BatchResults Of(SchemaDraft draft, Type clr, ResolverMethod method, PropertyInfo? key, TypeShape parent)
    {
        var type = method.Result.Type;
        if (TypeShape.DictionaryOf(type) is { } map) return Keyed(draft, method, map.Key, parent, MapResults.Create(map.Key, map.Value, method));
        if (TypeShape.IsGeneric(type, typeof(ILookup<,>)))
            return Keyed(draft, method, type.GetGenericArguments()[0], parent, new LookupResults(type));
        if (method.Result.Item is { } item) return new ListResults(item, method.Site);
        draft.Problem(method.Site, "a [BatchResolver] returns one result per parent: a list in the order of the parents, "
            + "or an IReadOnlyDictionary by the parent or its key.");
        return new ListResults(method.Result, method.Site);
    }

    static BatchResults Keyed(SchemaDraft draft, ResolverMethod method, Type key, TypeShape parent, BatchResults results)
    {
        if (key != parent.Type)
            draft.Problem(method.Site, $"it takes {parent.Type.Name} but returns results by {key.Name}. "
                + $"Take the keys, [Parent(\"...\")] IReadOnlyList<{key.Name}>, or return results by {parent.Type.Name}.");
        return results;
    }
}

sealed class ListResults(TypeShape item, Site site) : BatchResults(item)
{
    public override bool IsKeyed => false;

    public override IEnumerable<object?> Spread(object? result, object?[] keys, bool takesNull)
    {
        var expected = takesNull ? keys.Length : keys.Count(key => key is not null);
        object?[] results = result is IEnumerable list ? [.. list.Cast<object?>().Take(expected + 1)] : []; // It may have no end.
        if (results.Length != expected)
            throw new InvalidOperationException(
                $"{site}: the batch resolver was given {expected} parents and returned {CountOf(result, results)} results. "
                + "Return one per parent, in their order, or a dictionary by key.");
        var next = 0;
        return keys.Select(key => takesNull || key is not null ? results[next++] : null);
    }

    static object CountOf(object? result, object?[] read) => result is ICollection list ? list.Count : $"{read.Length} or more";
}

sealed class MapResults : BatchResults
{
    readonly Func<object, object, object?> _find;

    MapResults(TypeShape shape, Func<object, object, object?> find) : base(shape) => _find = find;

    public override bool IsKeyed => true;

    public static MapResults Create(Type key, Type value, ResolverMethod method)
    {
        var find = typeof(MapResults).GetMethod(nameof(Find), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(key, value).CreateDelegate<Func<object, object, object?>>();
        return new(TypeShape.OfDictionaryValue(method.Method.ReturnParameter), find);
    }

    public override IEnumerable<object?> Spread(object? result, object?[] keys, bool takesNull) =>
        keys.Select(key => key is null || result is null ? null : _find(result, key));

    static object? Find<TKey, TValue>(object map, object key) where TKey : notnull => map switch
    {
        IReadOnlyDictionary<TKey, TValue> read => read.TryGetValue((TKey)key, out var value) ? value : null,
        IDictionary<TKey, TValue> any => any.TryGetValue((TKey)key, out var value) ? value : null,
        _ => null,
    };
}

/// <summary>A lookup knows every key: one without elements is an empty list.</summary>
sealed class LookupResults(Type type) : BatchResults(new(typeof(IEnumerable<>).MakeGenericType(type.GetGenericArguments()[1]), false, ItemOf(type)))
{
    readonly Func<object, object, object?> _find = typeof(LookupResults).GetMethod(nameof(Find), BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<object, object, object?>>();

    public override bool IsKeyed => true;

    public override IEnumerable<object?> Spread(object? result, object?[] keys, bool takesNull) =>
        keys.Select(key => key is null || result is null ? Array.Empty<object>() : _find(result, key));

    static TypeShape ItemOf(Type lookup) => new(lookup.GetGenericArguments()[1], false);

    static object Find<TKey, TElement>(object lookup, object key) => ((ILookup<TKey, TElement>)lookup)[(TKey)key];
}
