using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Events;

/// <summary>The tables of the outbox and of those who read it.</summary>
[Migration("20260101000001_core_events")]
sealed class CoreEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Events(migrationBuilder);
        Handlers(migrationBuilder);
        ParkedEvents(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("parked_events");
        migrationBuilder.DropTable("event_handlers");
        migrationBuilder.DropTable("feed_clock");
        migrationBuilder.DropTable("events");
    }

    static void Events(MigrationBuilder migration)
    {
        migration.CreateTable("events", table => new
        {
            sequence = table.Column<long>(),
            account_id = table.Column<Guid>(nullable: true),
            at = table.Column<DateTimeOffset>(),
            change = table.Column<string>(),
            client = table.Column<string>(),
            contact_id = table.Column<Guid>(nullable: true),
            kind = table.Column<string>(),
            previous_id = table.Column<Guid>(nullable: true),
            record_id = table.Column<Guid>(),
            transaction_id = table.Column<long>(),
            user_id = table.Column<Guid>(nullable: true),
        }, constraints: table => table.PrimaryKey("pk_events", row => row.sequence));
        migration.CreateIndex("ix_events_transaction_id_sequence", "events", ["transaction_id", "sequence"], unique: true);

        migration.CreateTable("feed_clock", table => new
        {
            id = table.Column<int>(),
            ahead = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_feed_clock", row => row.id));
        migration.Sql("INSERT INTO feed_clock (id, ahead) VALUES (1, 0)");
    }

    static void Handlers(MigrationBuilder migration) =>
        migration.CreateTable("event_handlers", table => new
        {
            handler = table.Column<string>(),
            sequence = table.Column<long>(),
            transaction_id = table.Column<long>(),
            updated_at = table.Column<DateTimeOffset>(),
        }, constraints: table => table.PrimaryKey("pk_event_handlers", row => row.handler));

    static void ParkedEvents(MigrationBuilder migration)
    {
        migration.CreateTable("parked_events", table => new
        {
            handler = table.Column<string>(),
            sequence = table.Column<long>(),
            attempts = table.Column<int>(),
            lane = table.Column<Guid>(),
            last_error = table.Column<string>(nullable: true),
            next_at = table.Column<DateTimeOffset>(nullable: true),
            parked_at = table.Column<DateTimeOffset>(),
            transaction_id = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("pk_parked_events", row => new { row.handler, row.sequence }));
        migration.CreateIndex("ix_parked_events_handler_lane_transaction_id_sequence", "parked_events", ["handler", "lane", "transaction_id", "sequence"]);
    }
}
