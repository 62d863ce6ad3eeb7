using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Loyalty;

/// <summary>All tables, with the default programme in them.</summary>
[Migration("20261126150000_loyalty_tables")]
public sealed partial class LoyaltyTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateCatalog(migrationBuilder);
        CreatePrograms(migrationBuilder);
        CreateTerms(migrationBuilder);
        CreateRules(migrationBuilder);
        CreateTiers(migrationBuilder);
        CreateAccounts(migrationBuilder);
        CreateTransactions(migrationBuilder);
        CreateMovements(migrationBuilder);
        CreateDetails(migrationBuilder);
        CreateLots(migrationBuilder);
        CreateHolds(migrationBuilder);
        CreateNotices(migrationBuilder);
        CreateRewards(migrationBuilder);
        CreateVouchers(migrationBuilder);
        CreateAdjustments(migrationBuilder);
        CreateUnitLimits(migrationBuilder);
        foreach (var statement in IsSqlite ? AppendOnly.Sqlite : AppendOnly.PostgreSql) migrationBuilder.Sql(statement);
        Seed(migrationBuilder);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])
            ["unit_days", "unit_limits", "adjustments", "vouchers", "rewards", "notices", "holds", "lots", "details", "movements",
                "transactions", "accounts",
             "tier_changes", "tiers", "rule_versions", "rules", "terms", "programs", "catalog"])
            migrationBuilder.DropTable($"loyalty_{table}");
        if (!IsSqlite) migrationBuilder.Sql(AppendOnly.DropPostgreSql);
    }

    bool IsSqlite => ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal);

    static void Index(MigrationBuilder migrationBuilder, string table, bool unique, params string[] columns) =>
        migrationBuilder.CreateIndex($"ix_{table}_{string.Join('_', columns)}", table, columns, unique: unique);

    /// <summary>For a column that mostly holds nothing.</summary>
    static void SparseIndex(MigrationBuilder migrationBuilder, string table, string column) =>
        migrationBuilder.CreateIndex($"ix_{table}_{column}", table, column, filter: $"{column} IS NOT NULL");
}
