using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>C# enums, and open enums: structs with one string whose values several sources add, see <see cref="EnumTypeAttribute{T}"/>.</summary>
sealed class EnumTypes(SchemaDraft draft)
{
    readonly Dictionary<Type, EnumType> _types = [];

    /// <summary>Null when the type is no enum.</summary>
    public EnumType? Find(Type clr)
    {
        if (_types.TryGetValue(clr, out var known)) return known;
        if (!clr.IsEnum && !draft.Extensions.IsOpenEnum(clr)) return null;
        var type = new EnumType(Naming.Output(clr))
        {
            ClrType = clr,
            Owner = draft.Owners.Of(clr),
            Description = draft.Descriptions.Of(clr),
        };
        _types.Add(clr, type);
        draft.Types.Add(type, clr.FullName ?? clr.Name);
        var declared = Distinct(type, clr.IsEnum ? Closed(type, clr) : Open(type, clr));
        type.Values = new FieldMap<EnumValue>(declared.Concat(Retired(clr, declared)), value => value.Name);
        return type;
    }

    IEnumerable<EnumValue> Closed(EnumType type, Type clr) =>
        clr.GetFields(BindingFlags.Public | BindingFlags.Static).Where(IsShown)
            .Select(field => Value(field, field.GetValue(null)!, type.Owner));

    IEnumerable<EnumValue> Open(EnumType type, Type clr) =>
        from extension in draft.Extensions.OfEnum(clr)
        from property in extension.Class.GetProperties(BindingFlags.Public | BindingFlags.Static).OrderBy(property => property.MetadataToken)
        where property.PropertyType == clr && IsShown(property)
        select Named(type, Prefixed(type, Value(property, property.GetValue(null)!, extension.Source.Owner)));

    // Its text is what is stored: two that share one could not be told apart, and one that is retired is named after it.
    EnumValue Named(EnumType type, EnumValue value)
    {
        if (!value.Value.Equals(Activator.CreateInstance(type.ClrType!, value.Name)))
            draft.Problem($"{type.Name}.{value.Name} ({value.Owner}) has another text than its name. Make it new(\"{value.Name}\").");
        return value;
    }

    IEnumerable<EnumValue> Retired(Type clr, IReadOnlyCollection<EnumValue> declared) =>
        from retired in draft.Retired
        where retired.Enum == clr
        from text in retired.Values.Distinct()
        where CanBeNamed(text)
        let value = Activator.CreateInstance(clr, text)
        where !declared.Any(known => known.Name == text || known.Value.Equals(value))
        select new EnumValue(text, value)
        {
            Description = "Retired: kept for what has it already.",
            DeprecationReason = retired.Reason,
            IsRetired = true,
        };

    // A text from a table, so it may be anything; spec section 3.9 reserves the three words.
    static bool CanBeNamed(string text) =>
        NameRules.IsName(text) && !text.StartsWith("__", StringComparison.Ordinal) && text is not ("true" or "false" or "null");

    EnumValue Value(MemberInfo member, object value, Owner owner) => new(Naming.EnumValue(member), value)
    {
        Owner = owner,
        Description = draft.Descriptions.Of(member),
        DeprecationReason = Descriptions.Deprecation(member),
    };

    EnumValue Prefixed(EnumType type, EnumValue value)
    {
        if (value.Owner == type.Owner || draft.Owners.PrefixOf(value.Owner) is not { } prefix) return value;
        var start = Naming.UpperSnake(prefix) + "_";
        if (!value.Name.StartsWith(start, StringComparison.Ordinal))
            draft.Problem($"{type.Name}.{value.Name} ({value.Owner}) must begin with the plugin's prefix: call it {start}{value.Name}.");
        return value;
    }

    IReadOnlyCollection<EnumValue> Distinct(EnumType type, IEnumerable<EnumValue> values)
    {
        var seen = new Dictionary<string, EnumValue>();
        foreach (var value in values)
            if (!seen.TryAdd(value.Name, value))
                draft.Problem($"{type.Name}.{value.Name} exists twice: {seen[value.Name].Owner} and {value.Owner}. Rename one of them.");
        return seen.Values;
    }

    static bool IsShown(MemberInfo member) => !member.IsDefined(typeof(GraphQLIgnoreAttribute));
}
