using System.Reflection;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Data.Sensitive;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>What the audit log says about the rows of an entity: which record they belong to, and which members may be shown.</summary>
sealed class AuditedType
{
    static readonly AuditedType s_none = new();

    readonly IProperty? _key;
    readonly IReadOnlyList<(IProperty ForeignKey, string Kind)> _wholes = [];

    AuditedType() { }

    AuditedType(IEntityType entity)
    {
        Kind = entity.ClrType.Name;
        _key = entity.FindPrimaryKey()?.Properties is [{ } key] && key.ClrType == typeof(Guid) ? key : null;
        _wholes = [.. from reference in entity.GetForeignKeys()
            where reference.DeleteBehavior == DeleteBehavior.Cascade && reference.PrincipalEntityType.ClrType.Assembly == entity.ClrType.Assembly
            where reference.Properties is [{ } column] && (column.ClrType == typeof(Guid) || column.ClrType == typeof(Guid?))
            orderby reference.PrincipalEntityType.ClrType == typeof(Contact) descending
            select (reference.Properties[0], reference.PrincipalEntityType.ClrType.Name)];
        Members = [.. entity.GetProperties().Where(IsShown).Select(property => new AuditedMember(property))];
    }

    /// <summary>Null: not audited.</summary>
    public string? Kind { get; }

    public IReadOnlyList<AuditedMember> Members { get; } = [];

    public static AuditedType Of(IEntityType entity)
        => entity.GetOrAddRuntimeAnnotationValue("Crm:Audited", static type => IsInternal(type!) ? s_none : new(type!), entity);

    public Guid? KeyOf(EntityEntry entry) => _key is null ? null : (Guid?)entry.Property(_key).CurrentValue;

    /// <summary>The record that the row is a part of; null: it is one itself. A part of two belongs to the contact.</summary>
    public (string Kind, Guid Id)? WholeOf(EntityEntry entry)
    {
        foreach (var (foreignKey, kind) in _wholes)
            if (entry.Property(foreignKey).CurrentValue is Guid id)
                return (kind, id);
        return null;
    }

    // What the host keeps for itself (outbox, checkpoints) is nobody's record; its API clients and their keys are.
    static bool IsInternal(IEntityType entity) => entity.ClrType.Assembly == typeof(CrmDb).Assembly && !IsKey(entity.ClrType);

    static bool IsKey(Type type) => type == typeof(ApiClient) || type == typeof(ApiClientKey);

    static bool IsShown(IProperty property) => !property.IsShadowProperty() && !property.IsPrimaryKey() && !property.IsConcurrencyToken
        && property.ClrType != typeof(byte[]) && property.Name is not (nameof(Contact.UpdatedAt) or nameof(Contact.CreatedAt) or nameof(ContactPoint.MatchKey) or nameof(ApiClientKey.Hint));
}

/// <summary>A member of an audited record.</summary>
sealed class AuditedMember(IProperty property)
{
    static readonly string[] s_codes =
    [
        nameof(Contact.Language), nameof(Contact.TimeZone), nameof(Interaction.Currency), nameof(ExternalId.Source), nameof(Identity.Provider),
        nameof(InteractionLine.ProductRef), nameof(InteractionLine.Category),
    ];

    static readonly Type[] s_impersonal = [typeof(Unit), typeof(Account), typeof(ApiClient), typeof(ApiClientKey)];

    public IProperty Property => property;

    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>Only the name is written down.</summary>
    public bool IsHidden { get; } = property.PropertyInfo is not { } info || IsPersonal(info) || SearchesPeople(info) || IsFree(info);

    // What somebody typed may tell of people whatever the member is called: a label, a reason, a key of a system that knows people by their
    // email address. Codes don't, nor what the organisation says of itself.
    static bool IsFree(PropertyInfo info) => !IsPlain(Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType)
        && !s_codes.Contains(info.Name) && !s_impersonal.Contains(info.DeclaringType!);

    static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(decimal) || type == typeof(Guid) || type == typeof(DateTimeOffset)
        || type == typeof(DateOnly) || type == typeof(TimeSpan);

    // In a type that is personal as a whole, states and references to other records tell nothing about the person.
    static bool IsPersonal(PropertyInfo info) => Marked(info)
        || (info.DeclaringType!.IsDefined(typeof(PersonalDataAttribute)) && (Nullable.GetUnderlyingType(info.PropertyType) ?? info.PropertyType) is var type
            && !type.IsEnum && type != typeof(Guid));

    static bool Marked(PropertyInfo info) => info.IsDefined(typeof(PersonalDataAttribute)) || SensitiveTexts.IsSensitive(info);

    // Free texts by which records are found are names more often than not.
    static bool SearchesPeople(PropertyInfo info) => info.IsDefined(typeof(SearchableAttribute));
}
