using System.Reflection;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data.Conventions;
using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>
/// Stores every <see cref="SensitiveAttribute">sensitive</see> text encrypted, and beside it a keyed hash, to which indexes and comparisons
/// go. <see cref="DerivedColumns"/> fills the hash. Runs after <see cref="StorageNames"/>, because a value is encrypted for its column.
/// </summary>
sealed class SensitiveTexts(DataProtector protector) : IPropertyAddedConvention, IModelFinalizingConvention
{
    const string Suffix = "Hash";

    public static string HashOf(string property) => property + Suffix;

    public static bool IsSensitive(PropertyInfo? property) => property?.IsDefined(typeof(SensitiveAttribute), inherit: true) == true;

    public void ProcessPropertyAdded(IConventionPropertyBuilder property, IConventionContext<IConventionPropertyBuilder> context)
    {
        if (property.Metadata.DeclaringType is IConventionEntityType entity && property.Metadata.ClrType == typeof(string)
            && IsSensitive(property.Metadata.PropertyInfo))
            entity.Builder.Property(typeof(string), HashOf(property.Metadata.Name))?.IsRequired(false);
    }

    public void ProcessModelFinalizing(IConventionModelBuilder model, IConventionContext<IConventionModelBuilder> context)
    {
        SensitiveRules.Check(model.Metadata);
        foreach (var entity in model.Metadata.GetEntityTypes())
        {
            var pairs = Pairs(entity).Select(pair => ((IConventionProperty)pair.Text, (IConventionProperty)pair.Hash)).ToList();
            foreach (var (text, hash) in pairs) Protect(entity, text, hash);
            foreach (var index in entity.GetDeclaredIndexes().Where(index => pairs.Exists(pair => index.Properties.Contains(pair.Item1))).ToList())
                Move(entity, index, pairs.ToDictionary());
        }
    }

    /// <summary>The sensitive texts of an entity with their hashes.</summary>
    public static IEnumerable<(IReadOnlyProperty Text, IReadOnlyProperty Hash)> Pairs(IReadOnlyEntityType entity)
    {
        foreach (var property in entity.GetDeclaredProperties())
            if (IsSensitive(property.PropertyInfo) && entity.FindProperty(HashOf(property.Name)) is { } hash)
                yield return (property, hash);
    }

    void Protect(IConventionEntityType entity, IConventionProperty text, IConventionProperty hash)
    {
        var purpose = $"{entity.GetTableName()}.{text.GetColumnName()}";
        text.Builder.HasConversion(new ProtectedText(protector, purpose, $"{entity.ClrType.Name}.{text.Name}"));
        hash.Builder.HasConversion(new LookupHash(protector, purpose));
    }

    /// <summary>What was declared of the text holds for its hash.</summary>
    static void Move(IConventionEntityType entity, IConventionIndex index, Dictionary<IConventionProperty, IConventionProperty> hashes)
    {
        entity.RemoveIndex(index);
        var moved = entity.AddIndex([.. index.Properties.Select(property => hashes.GetValueOrDefault(property, property))])!;
        moved.SetIsUnique(index.IsUnique);
        moved.SetIsDescending(index.IsDescending);
        foreach (var annotation in index.GetAnnotations()) moved.SetAnnotation(annotation.Name, annotation.Value);
        moved.SetDatabaseName(StorageNames.NameOf(entity, moved));
    }
}
