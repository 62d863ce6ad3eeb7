using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>Enums are stored as their GraphQL names (UPPER_SNAKE): readable, and safe when members move.</summary>
sealed class TextEnums : IPropertyAddedConvention
{
    public void ProcessPropertyAdded(IConventionPropertyBuilder property, IConventionContext<IConventionPropertyBuilder> context)
    {
        var type = Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType;
        if (type.IsEnum)
            property.HasConversion((ValueConverter)Activator.CreateInstance(typeof(EnumText<>).MakeGenericType(type))!);
    }
}

sealed class EnumText<T>() : ValueConverter<T, string>(value => ToText(value), text => FromText(text)) where T : struct, Enum
{
    static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().Distinct()
        .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

    static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    static string ToText(T value) => Names[value];

    static T FromText(string text) => Values[text];
}

/// <summary>An enum that plugins extend: a struct around its text.</summary>
sealed class OpenEnumText<T>() : ValueConverter<T, string>(ToText, FromText) where T : struct
{
    static readonly Expression<Func<T, string>> ToText = value => value.ToString()!;
    static readonly Expression<Func<string, T>> FromText = MakeFromText();

    static Expression<Func<string, T>> MakeFromText()
    {
        var text = Expression.Parameter(typeof(string), "text");
        return Expression.Lambda<Func<string, T>>(Expression.New(typeof(T).GetConstructor([typeof(string)])!, text), text);
    }
}
