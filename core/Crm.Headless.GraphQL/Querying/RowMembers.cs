using System.Reflection;
using System.Text.Json;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>A property of a row that can be compared, or a value inside the row that has such properties.</summary>
/// <param name="Leaf">Null: a value inside the row.</param>
/// <param name="IdOf">Of a global id: the object type's name.</param>
sealed record RowMember(string Name, PropertyInfo Property, TypeShape Shape, NamedType? Leaf, string? IdOf)
{
    /// <summary>It is stored encrypted: equal or not is all that can be said.</summary>
    public bool IsSensitive { get; } = Property.Has<SensitiveAttribute>();
}

/// <summary>The properties of rows for filters and orders: auto-properties of leaf types, and records inside the row.</summary>
static class RowMembers
{
    public static IEnumerable<RowMember> Of(SchemaDraft draft, Type row, Site site) => MemberFields.Properties(row)
        .Where(property => PropertyFields.IsAuto(property) && !property.Has<NotFilterableAttribute>())
        .Select(property => Member(draft, row, property, site)).OfType<RowMember>();

    static RowMember? Member(SchemaDraft draft, Type row, PropertyInfo property, Site site)
    {
        var shape = TypeShape.Of(property);
        if (shape.Item is not null) return null;
        var rule = draft.Fields.RuleOf(row, property, shape, site);
        NamedType? leaf = rule.Leaf ?? draft.Scalars.Find(shape.Type) ?? (NamedType?)draft.Enums.Find(shape.Type);
        if (leaf is { Name: "Any" } || shape.Type == typeof(JsonElement)) return null;
        if (leaf is null && !InputTypes.IsRecord(shape.Type)) return null;
        return new(Naming.Field(property), property, shape, leaf, rule.IdOf);
    }
}
