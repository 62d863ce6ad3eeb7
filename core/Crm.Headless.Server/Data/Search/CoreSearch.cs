using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Data.Search;

/// <summary>The search index: texts, and their character pairs in the order in which they are looked up.</summary>
[Migration("20260101000100_core_search")]
sealed class CoreSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("search_texts", table => new
        {
            id = table.Column<long>(),
            kind = table.Column<int>(),
            record_id = table.Column<Guid>(),
            source_id = table.Column<Guid>(),
            text = table.Column<string>(),
        }, constraints: table => table.PrimaryKey("pk_search_texts", row => row.id));
        migrationBuilder.CreateIndex("ix_search_texts_source_id", "search_texts", "source_id", unique: true);
        migrationBuilder.CreateIndex("ix_search_texts_record_id", "search_texts", "record_id");
        migrationBuilder.Sql(ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true
            ? "CREATE TABLE search_pairs (pair TEXT NOT NULL, text_id INTEGER NOT NULL, PRIMARY KEY (pair, text_id)) WITHOUT ROWID"
            : "CREATE TABLE search_pairs (pair text COLLATE \"C\" NOT NULL, text_id bigint NOT NULL, CONSTRAINT pk_search_pairs PRIMARY KEY (pair, text_id))");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("search_pairs");
        migrationBuilder.DropTable("search_texts");
    }
}
