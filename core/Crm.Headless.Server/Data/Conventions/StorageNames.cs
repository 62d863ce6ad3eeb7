using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>
/// Names in snake_case: tables, columns, <c>pk_table</c>, <c>ix_table_columns</c>, <c>fk_table_columns</c>. A name that the
/// configuration gives stays.
/// </summary>
sealed class StorageNames : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder model, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in model.Metadata.GetEntityTypes())
        {
            if (entity.GetTableNameConfigurationSource() is null or ConfigurationSource.Convention)
                entity.Builder.ToTable(Snake(entity.ClrType.Name));
            NameColumns(entity, "");
        }
        foreach (var entity in model.Metadata.GetEntityTypes())
            NameConstraints(entity);
    }

    static void NameColumns(IConventionTypeBase type, string prefix)
    {
        foreach (var property in type.GetDeclaredProperties())
            property.Builder.HasColumnName(prefix + Snake(property.Name));
        foreach (var complex in type.GetDeclaredComplexProperties())
            NameColumns(complex.ComplexType, prefix + Snake(complex.Name) + "_");
    }

    static void NameConstraints(IConventionEntityType entity)
    {
        var table = entity.GetTableName();
        if (table is null)
            return;
        entity.FindPrimaryKey()?.Builder.HasName($"pk_{table}");
        foreach (var index in entity.GetDeclaredIndexes())
            index.Builder.HasDatabaseName(NameOf(entity, index));
        foreach (var foreignKey in entity.GetDeclaredForeignKeys())
            foreignKey.Builder.HasConstraintName($"fk_{table}_{Columns(foreignKey.Properties)}");
    }

    public static string NameOf(IConventionEntityType entity, IConventionIndex index) => $"ix_{entity.GetTableName()}_{Columns(index.Properties)}";

    static string Columns(IEnumerable<IConventionProperty> properties) => string.Join('_', properties.Select(property => property.GetColumnName()));

    static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
