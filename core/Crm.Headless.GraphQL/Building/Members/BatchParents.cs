using System.Collections;
using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The parents of a batch, or their keys, as the list that its method takes.</summary>
sealed class BatchParents
{
    readonly Func<object, object?> _key;
    readonly Func<IEnumerable<object?>, IList> _list;

    BatchParents(Func<object, object?> key, Func<IEnumerable<object?>, IList> list, bool takesNull) =>
        (_key, _list, TakesNull) = (key, list, takesNull);

    /// <summary>Null keys are handed in; otherwise a parent without a key is left out and its field is null.</summary>
    public bool TakesNull { get; }

    public static BatchParents Create(Type clr, TypeShape item, PropertyInfo? key)
    {
        var element = item.IsNullable && item.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(item.Type) : item.Type;
        var list = typeof(BatchParents).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(element).CreateDelegate<Func<IEnumerable<object?>, IList>>();
        return new(key is null ? parent => parent : PropertyReader.Get(clr, key), list, item.IsNullable);
    }

    /// <summary>One per parent, in their order.</summary>
    public object?[] KeysOf(IReadOnlyList<object> parents)
    {
        var keys = new object?[parents.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = _key(parents[i]);
        return keys;
    }

    public IList List(object?[] keys, bool isDistinct)
    {
        var given = TakesNull ? keys : keys.Where(key => key is not null);
        return _list(isDistinct ? given.Distinct() : given);
    }

    static IList Typed<T>(IEnumerable<object?> keys) => keys.Select(key => (T)key!).ToArray();
}
