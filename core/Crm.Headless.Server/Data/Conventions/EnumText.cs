using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>
/// An enum as the GraphQL names of its members. It isn't generic: code for the enums of a plugin would have to be compiled whenever the
/// plugin is loaded.
/// </summary>
sealed class EnumText : ValueConverter
{
    static readonly MethodInfo TextOf = Method(nameof(EnumNames.TextOf)), NumberOf = Method(nameof(EnumNames.NumberOf));

    readonly EnumNames _names;

    public EnumText(Type type) : this(new EnumNames(type)) { }

    EnumText(EnumNames names) : base(ToText(names), FromText(names)) => _names = names;

    /// <summary>What a row may hold.</summary>
    public IReadOnlyCollection<string> Members => _names.Texts;

    public override Func<object?, object?> ConvertToProvider => value => value is null ? null : _names.TextOf(EnumNames.ToNumber(value));
    public override Func<object?, object?> ConvertFromProvider => text => text is null ? null : Enum.ToObject(_names.Type, _names.NumberOf((string)text));
    public override Type ModelClrType => _names.Type;
    public override Type ProviderClrType => typeof(string);

#pragma warning disable EF9100 // EF's own way to make it in compiled models: abstract, so that it can't be left out.
    public override Expression ConstructorExpression => Expression.New(typeof(EnumText).GetConstructor([typeof(Type)])!, Expression.Constant(_names.Type));
#pragma warning restore EF9100

    static LambdaExpression ToText(EnumNames names)
    {
        var value = Expression.Parameter(names.Type, "value");
        return Expression.Lambda(Expression.Call(Expression.Constant(names), TextOf, Expression.Convert(value, typeof(long))), value);
    }

    static LambdaExpression FromText(EnumNames names)
    {
        var text = Expression.Parameter(typeof(string), "text");
        return Expression.Lambda(Expression.Convert(Expression.Call(Expression.Constant(names), NumberOf, text), names.Type), text);
    }

    static MethodInfo Method(string name) => typeof(EnumNames).GetMethod(name)!;
}

/// <summary>The members of an enum by the numbers and by the names that they have.</summary>
sealed class EnumNames
{
    readonly Dictionary<long, string> _texts = [];
    readonly Dictionary<string, long> _numbers = [];

    public EnumNames(Type type)
    {
        Type = type;
        foreach (var value in Enum.GetValuesAsUnderlyingType(type))
        {
            var (number, text) = (ToNumber(value), JsonNamingPolicy.SnakeCaseUpper.ConvertName(Enum.GetName(type, value)!));
            if (_texts.TryAdd(number, text)) _numbers.Add(text, number);
        }
    }

    public Type Type { get; }
    public IReadOnlyCollection<string> Texts => _numbers.Keys;

    public string TextOf(long number) => _texts.TryGetValue(number, out var text)
        ? text
        : throw new InvalidOperationException($"The enum {Type.Name} has no member with the value {number}, so it can't be stored. Add one, or give a value that it has.");

    public long NumberOf(string text) => _numbers.TryGetValue(text, out var number)
        ? number
        : throw new UnknownEnumTextException(Type, text);

    public static long ToNumber(object value) =>
        Convert.GetTypeCode(value) == TypeCode.UInt64 ? unchecked((long)Convert.ToUInt64(value, null)) : Convert.ToInt64(value, null);
}

/// <summary>A row holds what isn't a member of the enum, or no longer.</summary>
sealed class UnknownEnumTextException(Type type, string text) : CrmException("STORED_VALUE_UNKNOWN",
    $"A row holds \"{text}\", which is no member of the enum {type.Name}. Enums are stored as their GraphQL names: a member is renamed or removed, and a default written, together with a migration of the rows.");
