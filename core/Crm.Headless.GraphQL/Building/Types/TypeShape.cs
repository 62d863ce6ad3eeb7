using System.Reflection;

namespace Crm.Headless.GraphQL.Building;

/// <summary>A CLR type in a position, as GraphQL sees it: lists, nullable reference types, tasks and optionals are taken apart.</summary>
/// <param name="Type">Without Nullable, task and Optional around it; of a list the list type itself.</param>
/// <param name="Item">Of a list: its elements.</param>
sealed record TypeShape(Type Type, bool IsNullable, TypeShape? Item = null)
{
    public bool IsAsync { get; init; }
    public bool IsOptional { get; init; }

    /// <summary>Of what a list, however deep, holds.</summary>
    public Type Innermost => Item?.Innermost ?? Type;

    public bool IsQueryable => Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IQueryable<>);

    public static TypeShape Of(PropertyInfo property) => Of(new NullabilityInfoContext().Create(property));
    public static TypeShape Of(ParameterInfo parameter) => Of(new NullabilityInfoContext().Create(parameter));

    /// <summary>What a dictionary that a method returns holds; an absent key gives null, so it is always nullable.</summary>
    public static TypeShape OfDictionaryValue(ParameterInfo parameter)
    {
        var info = new NullabilityInfoContext().Create(parameter);
        if (Of(info).IsAsync) info = info.GenericTypeArguments[0];
        var shape = info.GenericTypeArguments is [_, var value] ? Of(value) : new(DictionaryOf(info.Type)!.Value.Value, true);
        return shape with { IsNullable = true };
    }

    static TypeShape Of(NullabilityInfo info)
    {
        var type = info.Type;
        if (System.Nullable.GetUnderlyingType(type) is { } value) return new(value, true);
        if (IsGeneric(type, typeof(Task<>)) || IsGeneric(type, typeof(ValueTask<>)))
            return Of(info.GenericTypeArguments[0]) with { IsAsync = true };
        if (IsGeneric(type, typeof(Optional<>))) return Of(info.GenericTypeArguments[0]) with { IsOptional = true };
        var isNullable = !type.IsValueType && info.ReadState != NullabilityState.NotNull;
        return new(type, isNullable, ItemOf(info)) { IsAsync = type == typeof(Task) || type == typeof(ValueTask) };
    }

    static TypeShape? ItemOf(NullabilityInfo info)
    {
        if (info.Type.IsArray) return info.ElementType is { } element ? Of(element) : null;
        if (ElementOf(info.Type) is not { } item) return null;
        return info.GenericTypeArguments is [var argument] && argument.Type == item ? Of(argument) : new(item, !item.IsValueType);
    }

    static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || IsDictionary(type)) return null;
        if (IsGeneric(type, typeof(IEnumerable<>))) return type.GetGenericArguments()[0];
        var lists = type.GetInterfaces().Where(face => IsGeneric(face, typeof(IEnumerable<>))).ToList();
        return lists.Count == 1 ? lists[0].GetGenericArguments()[0] : null;
    }

    public static bool IsDictionary(Type type) => DictionaryOf(type) is not null;

    /// <summary>Key and value types, or null when it is no dictionary.</summary>
    public static (Type Key, Type Value)? DictionaryOf(Type type)
    {
        var face = type.GetInterfaces().Prepend(type).FirstOrDefault(candidate =>
            IsGeneric(candidate, typeof(IReadOnlyDictionary<,>)) || IsGeneric(candidate, typeof(IDictionary<,>)));
        return face?.GetGenericArguments() is [var key, var value] ? (key, value) : null;
    }

    public static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
