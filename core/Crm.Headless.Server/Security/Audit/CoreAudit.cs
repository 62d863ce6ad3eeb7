using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>The audit log: entries, the blocks that seal them, and what retention removed. The database itself refuses to change any of it.</summary>
[Migration("20261126000200_core_audit")]
sealed class CoreAudit : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Entries(migrationBuilder);
        Blocks(migrationBuilder);
        var isSqlite = ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true;
        foreach (var statement in isSqlite ? AppendOnly.Sqlite : AppendOnly.PostgreSql) migrationBuilder.Sql(statement);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("audit_retentions");
        migrationBuilder.DropTable("audit_blocks");
        migrationBuilder.DropTable("audit_entries");
        if (ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true) return;
        migrationBuilder.Sql("DROP FUNCTION crm_audit_refuse()");
        migrationBuilder.Sql("DROP FUNCTION crm_audit_retain()");
    }

    static void Entries(MigrationBuilder migration)
    {
        migration.CreateTable("audit_entries", table => new
        {
            sequence = table.Column<long>(),
            actor = table.Column<string>(),
            actor_kind = table.Column<string>(nullable: true),
            at = table.Column<DateTimeOffset>(),
            change = table.Column<string>(nullable: true),
            changes = table.Column<string>(nullable: true),
            client_id = table.Column<Guid>(nullable: true),
            contact_id = table.Column<Guid>(nullable: true),
            count = table.Column<int>(),
            detail = table.Column<string>(nullable: true),
            kind = table.Column<string>(),
            operation = table.Column<string>(nullable: true),
            record_id = table.Column<Guid>(nullable: true),
            record_kind = table.Column<string>(nullable: true),
            transaction_id = table.Column<long>(),
            user_id = table.Column<Guid>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_audit_entries", row => row.sequence));
        migration.CreateIndex("ix_audit_entries_transaction_id_sequence", "audit_entries", ["transaction_id", "sequence"], unique: true);
        migration.CreateIndex("ix_audit_entries_record_id_sequence", "audit_entries", ["record_id", "sequence"]);
    }

    static void Blocks(MigrationBuilder migration)
    {
        migration.CreateTable("audit_blocks", table => new
        {
            number = table.Column<long>(),
            count = table.Column<int>(),
            fingerprints = table.Column<byte[]>(),
            first_sequence = table.Column<long>(),
            first_transaction_id = table.Column<long>(),
            hash = table.Column<string>(),
            last_at = table.Column<DateTimeOffset>(),
            last_sequence = table.Column<long>(),
            last_transaction_id = table.Column<long>(),
            seal = table.Column<string>(),
            sealed_at = table.Column<DateTimeOffset>(),
        }, constraints: table => table.PrimaryKey("pk_audit_blocks", row => row.number));
        migration.CreateTable("audit_retentions", table => new
        {
            through_block = table.Column<long>(),
            at = table.Column<DateTimeOffset>(),
            older_than = table.Column<DateTimeOffset>(),
            seal = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("pk_audit_retentions", row => row.through_block));
    }
}
