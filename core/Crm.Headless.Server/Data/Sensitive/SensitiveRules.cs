using Crm.Headless.Server.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>What a sensitive text can't be besides.</summary>
static class SensitiveRules
{
    /// <exception cref="SensitiveException">One is.</exception>
    public static void Check(IReadOnlyModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            foreach (var property in entity.GetDeclaredProperties().Where(property => SensitiveTexts.IsSensitive(property.PropertyInfo)))
                if (Refusal(entity, property) is { } reason)
                    throw new SensitiveException(NameOf(entity, property), reason);
            CheckParts(entity);
        }
    }

    static string? Refusal(IReadOnlyEntityType entity, IReadOnlyProperty property) =>
        property.ClrType != typeof(string) ? $"is of type {property.ClrType.Name}, but only texts are encrypted. Make it a string."
        : SearchableTwins.IsSearchable(property.PropertyInfo)
            ? "is [Searchable] as well, which would keep its contents readable. Remove one of the two."
        : property.IsKey() || property.IsForeignKey()
            ? "is part of a key. Give the entity a key of its own, and declare a unique index of the property."
        : property.IsConcurrencyToken ? "is a concurrency token, but is encrypted anew with each change. Use a Version of type int."
        : property.GetMaxLength() is not null ? "has a maximum length, but what is stored is longer. Check the length before it is stored."
        : property.GetValueConverter() is not null ? "has a conversion of its own. Remove it."
        : entity.IsMappedToJson() || entity.GetTableName() is null ? "isn't in a column of its own. Put it into an entity with a table."
        : null;

    /// <summary>A value inside a row has no columns that could be added to.</summary>
    static void CheckParts(IReadOnlyTypeBase type)
    {
        foreach (var part in type.GetDeclaredComplexProperties())
        {
            if (part.ComplexType.GetDeclaredProperties().FirstOrDefault(property => SensitiveTexts.IsSensitive(property.PropertyInfo)) is { } property)
                throw new SensitiveException(NameOf(part.ComplexType, property), "is part of a value inside a row. Put it into the entity itself.");
            CheckParts(part.ComplexType);
        }
    }

    static string NameOf(IReadOnlyTypeBase type, IReadOnlyProperty property) => $"{type.ClrType.Name}.{property.Name}";
}

/// <summary>A sensitive text is used for what its encryption doesn't allow.</summary>
internal sealed class SensitiveException(string member, string problem) : Exception($"{member} is [Sensitive] and {problem}");
