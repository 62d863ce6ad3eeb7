using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Lets one hand-written migration run on both databases: columns by their CLR type are stored as <see cref="Conventions.StorageTypes"/> says,
/// a single integer key counts by itself. What SQLite can't do to a table is refused on both.
/// </summary>
sealed class PortableMigrationsSql(IMigrationsSqlGenerator inner, DatabaseProvider provider) : IMigrationsSqlGenerator
{
    public IReadOnlyList<MigrationCommand> Generate(IReadOnlyList<MigrationOperation> operations, IModel? model = null, MigrationsSqlGenerationOptions options = default)
        => inner.Generate([.. operations.Select(Portable)], model, options);

    MigrationOperation Portable(MigrationOperation operation)
    {
        switch (operation)
        {
            case CreateTableOperation table:
                foreach (var column in table.Columns)
                    Store(column);
                CountKey(table);
                return table;
            case AddColumnOperation column:
                Store(column);
                return column;
            case DropColumnOperation column when provider == DatabaseProvider.Sqlite:
                // EF would rebuild the table from a model that hand-written migrations don't carry.
                return new SqlOperation { Sql = $"ALTER TABLE \"{column.Table}\" DROP COLUMN \"{column.Name}\";" };
            case AlterColumnOperation or AddForeignKeyOperation or DropForeignKeyOperation or AddPrimaryKeyOperation or DropPrimaryKeyOperation
                or AddUniqueConstraintOperation or DropUniqueConstraintOperation or AddCheckConstraintOperation or DropCheckConstraintOperation:
                throw new NotSupportedException(
                    $"{operation.GetType().Name.Replace("Operation", "")} can't be done to an existing table on SQLite. Create a new table in the migration and copy the rows.");
            default:
                return operation;
        }
    }

    void Store(AddColumnOperation column)
    {
        if (column.ColumnType is not null)
            return;
        if (column.ClrType == typeof(decimal))
            (column.ClrType, column.DefaultValue) = (typeof(long), column.DefaultValue is decimal value ? Conventions.ScaledDecimal.ToStored(value) : null);
        else if (column.ClrType.IsEnum || column.ClrType == typeof(Uri) || column.ClrType == typeof(System.Text.Json.JsonElement))
            (column.ClrType, column.DefaultValue) = (typeof(string), column.DefaultValue?.ToString());
        if (provider == DatabaseProvider.Sqlite)
            column.ClrType = column.ClrType == typeof(Guid) ? typeof(byte[]) : column.ClrType == typeof(DateTimeOffset) ? typeof(long) : column.ClrType;
        else if (column.ClrType == typeof(string))
            column.Collation ??= "C";
    }

    void CountKey(CreateTableOperation table)
    {
        if (table.PrimaryKey is not { Columns: [var name] })
            return;
        var key = table.Columns.Single(column => column.Name == name);
        if (key.ClrType != typeof(long) && key.ClrType != typeof(int))
            return;
        if (provider == DatabaseProvider.Sqlite)
            key["Sqlite:Autoincrement"] = true;
        else
            key["Npgsql:ValueGenerationStrategy"] = NpgsqlValueGenerationStrategy.IdentityByDefaultColumn;
    }
}
