using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data;

/// <summary>Identities are stored encrypted and found by a hash. The rows that are there are encrypted when the host starts, see <c>PlainTexts</c>.</summary>
[Migration("20261126000300_sensitive_identities")]
sealed class SensitiveIdentities : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var isSqlite = ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true;
        if (isSqlite) migrationBuilder.Sql("PRAGMA secure_delete = ON"); // the index holds the texts, and leaves its space to others
        migrationBuilder.DropIndex("ix_identities_provider_issuer_subject", "identities");
        if (isSqlite) migrationBuilder.Sql("PRAGMA secure_delete = OFF");
        migrationBuilder.AddColumn<string>("subject_hash", "identities", nullable: true);
        migrationBuilder.CreateIndex("ix_identities_provider_issuer_subject_hash", "identities", ["provider", "issuer", "subject_hash"], unique: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("What is encrypted stays so. Put back a backup from before the migration.");
}
