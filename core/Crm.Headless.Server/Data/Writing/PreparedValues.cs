using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Headless.Server.Data;

/// <summary>
/// What the plugins' own value converters make of the values that are about to be written. They are called before the transaction begins,
/// which others wait for; in it EF is given what they made.
/// </summary>
sealed class PreparedValues
{
    static readonly AsyncLocal<PreparedValues?> Current = new();

    readonly Dictionary<(ValueConverter Converter, object Value), object?> _made = new(new SameValue());

    public static PreparedValues Of(ChangeTracker tracker)
    {
        var values = new PreparedValues();
        foreach (var entry in tracker.Entries())
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && ConvertedOf(entry.Metadata) is { Length: > 0 } converted)
                foreach (var property in converted) values.Take(entry, property);
        return values;
    }

    /// <summary>Has converters on this way give what they made already.</summary>
    public async Task<T> UseAsync<T>(Func<Task<T>> work)
    {
        Current.Value = this; // until this method ends
        return await work();
    }

    /// <summary>What it made, or makes, of a value.</summary>
    public static object? Convert(ValueConverter converter, object? value) =>
        value is not null && Current.Value is { } values && values._made.TryGetValue((converter, value), out var made) ? made : converter.ConvertToProvider(value);

    void Take(EntityEntry entry, IProperty property)
    {
        var member = Member(entry, property.DeclaringType, property);
        Take((PreparedConverter)property.GetValueConverter()!, member.CurrentValue);
        if (entry.State != EntityState.Added) Take((PreparedConverter)property.GetValueConverter()!, member.OriginalValue);
    }

    void Take(PreparedConverter converter, object? value)
    {
        if (value is not null && !_made.ContainsKey((converter.Own, value))) _made.Add((converter.Own, value), converter.Own.ConvertToProvider(value));
    }

    static PropertyEntry Member(EntityEntry entry, ITypeBase owner, IProperty property) => owner is IComplexType { ComplexProperty: var value }
        ? Inside(entry, value).Property(property.Name)
        : entry.Property(property);

    static ComplexPropertyEntry Inside(EntityEntry entry, IComplexProperty value) => value.DeclaringType is IComplexType { ComplexProperty: var outer }
        ? Inside(entry, outer).ComplexProperty(value)
        : entry.ComplexProperty(value);

    static IProperty[] ConvertedOf(IEntityType entity) => entity.GetOrAddRuntimeAnnotationValue(
        "Crm:Converted", static type => type!.GetFlattenedProperties().Where(property => property.GetValueConverter() is PreparedConverter).ToArray(), entity);

    /// <summary>Asks no code of the values' types: objects are themselves, values are the same bytes.</summary>
    sealed class SameValue : IEqualityComparer<(ValueConverter Converter, object Value)>
    {
        public bool Equals((ValueConverter Converter, object Value) a, (ValueConverter Converter, object Value) b) =>
            ReferenceEquals(a.Converter, b.Converter) && RuntimeHelpers.Equals(a.Value, b.Value);

        public int GetHashCode((ValueConverter Converter, object Value) key) => RuntimeHelpers.GetHashCode(key.Converter) ^ key.Value switch
        {
            ValueType value when value.GetType() is var type => type.IsEnum || type.Assembly == typeof(int).Assembly ? value.GetHashCode() : 0,
            var one => RuntimeHelpers.GetHashCode(one),
        };
    }
}

/// <summary>Stands for a converter that a plugin brings.</summary>
sealed class PreparedConverter(ValueConverter own)
    : ValueConverter(own.ConvertToProviderExpression, own.ConvertFromProviderExpression, own.MappingHints)
{
    public ValueConverter Own => own;
    public override Func<object?, object?> ConvertToProvider { get; } = value => PreparedValues.Convert(own, value);
    public override Func<object?, object?> ConvertFromProvider => own.ConvertFromProvider;
    public override Type ModelClrType => own.ModelClrType;
    public override Type ProviderClrType => own.ProviderClrType;

#pragma warning disable EF9100 // EF's own way to make it in compiled models: abstract, so that it can't be left out.
    public override Expression ConstructorExpression => own.ConstructorExpression;
#pragma warning restore EF9100

    /// <summary>Puts one in the place of each converter of these entities that isn't core's.</summary>
    public static void Wrap(IEnumerable<IMutableEntityType> entities)
    {
        foreach (var property in entities.SelectMany(Properties))
            if (property.GetValueConverter() is { } own && own.GetType().Assembly != typeof(PreparedConverter).Assembly) property.SetValueConverter(new PreparedConverter(own));
    }

    static IEnumerable<IMutableProperty> Properties(IMutableTypeBase type) =>
        type.GetDeclaredProperties().Concat(type.GetDeclaredComplexProperties().SelectMany(value => Properties(value.ComplexType)));
}
