using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Headless.Server.Tests.Data;

public sealed class PluginModelTests
{
    static readonly ModelPart Points = new("acme.points", "points_", model => model.Entity<PointsAccount>(account =>
    {
        account.ToTable("points_accounts");
        account.HasOne<Contact>().WithMany().HasForeignKey(a => a.ContactId);
        account.HasIndex(a => new { a.Balance, a.Id });
    }));

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_filter_and_an_order_by_a_plugins_column_are_one_statement(DatabaseKind kind)
    {
        await using var fixture = await WithPointsAsync(kind, ("a", 50), ("b", 100), ("c", null), ("d", 300), ("e", 300));
        await using var reads = fixture.Read();
        var points = new Relation("points", Property<Contact>("Id"), Property<PointsAccount>("ContactId"), typeof(PointsAccount), false, _ => reads.Set<PointsAccount>());
        fixture.Sql.Clear();

        var page = (await reads.RunAsync(new QueryRequest
        {
            Source = reads.Set<Contact>(),
            Cardinality = Cardinality.Page,
            Page = new PageArguments(2, null, null, null),
            Filter = new RelatedNode(points, Quantifier.One, new CompareNode([Property<PointsAccount>("Balance")], FilterOperator.Gte, 100L)),
            Sort = [new SortNode([points], [Property<PointsAccount>("Balance")], Descending: true)],
        }, default)).Single();

        var sql = Assert.Single(fixture.Sql.Statements);
        Assert.Contains("LEFT JOIN", sql);
        Assert.DoesNotContain("EXISTS", sql);
        Assert.Equal(["d", "e"], page.Rows.Cast<Contact>().Select(contact => contact.DisplayName).Order());
        Assert.True(page.HasNextPage);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_plugins_migrations_have_a_history_of_their_own_and_can_be_taken_back(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        var migrator = new Migrator(fixture.Database);
        var set = new MigrationSet("acme.points", [typeof(CreatePoints), typeof(DropNotes)]);

        Assert.Equal(["20260201_points", "20260202_points_notes"], (await migrator.MigrateAsync([set], default)).Select(applied => applied.Id));
        await migrator.RevertAsync(set, null, default);

        Assert.Equal(2, (await migrator.PendingAsync([set], default)).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_migration_that_fails_leaves_nothing_and_names_its_plugin(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        var migrator = new Migrator(fixture.Database);

        var error = await Assert.ThrowsAsync<MigrationFailedException>(
            () => migrator.MigrateAsync([new MigrationSet("acme.bad", [typeof(FailsHalfway)])], default));

        Assert.Contains("acme.bad", error.Message);
        Assert.DoesNotContain(await SchemaFacts.ReadAsync(fixture.Database), fact => fact.Contains("bad_table"));
    }

    [Fact]
    public async Task A_table_without_the_plugins_prefix_is_refused()
    {
        var error = await RefusalOf(new ModelPart("acme.points", "acme_", model => model.Entity<PointsAccount>().ToTable("points_accounts")));

        Assert.Equal("Plugin \"acme.points\" maps the entity PointsAccount to the table \"points_accounts\", which doesn't begin with its prefix \"acme_\". Name it with ToTable(\"acme_...\").", error.Message);
    }

    [Fact]
    public async Task A_plugin_can_not_change_an_entity_of_core()
    {
        var error = await RefusalOf(new ModelPart("acme.points", "points_", model => model.Entity<Contact>().Property(contact => contact.JobTitle).HasMaxLength(10)));

        Assert.Contains("changes the entity Contact, which it doesn't own", error.Message);
    }

    [Fact]
    public async Task A_plugin_can_not_filter_an_entity_of_core()
    {
        await RefusalOf(new ModelPart("acme.points", "points_", model => model.Entity<Contact>().HasQueryFilter(contact => contact.Version > 5)));
    }

    static async Task<ModelConflictException> RefusalOf(ModelPart part)
    {
        await using var fixture = await DataFixture.CreateEmptyAsync(DatabaseKind.Sqlite, part);
        return Assert.Throws<ModelConflictException>(fixture.Contexts.BuildModel);
    }

    static async Task<DataFixture> WithPointsAsync(DatabaseKind kind, params (string Name, long? Balance)[] contacts)
    {
        var fixture = await DataFixture.CreateAsync(kind, Points);
        await new Migrator(fixture.Database).MigrateAsync([new MigrationSet("acme.points", [typeof(CreatePoints), typeof(DropNotes)])], default);
        await fixture.WriteAsync(db =>
        {
            foreach (var (name, balance) in contacts)
            {
                var contact = Samples.Contact(name);
                db.Add(contact);
                if (balance is not null)
                    db.Add(new PointsAccount { Id = Guid.CreateVersion7(), ContactId = contact.Id, Balance = balance.Value });
            }
        });
        return fixture;
    }

    static System.Reflection.PropertyInfo Property<T>(string name) => typeof(T).GetProperty(name)!;

    sealed class PointsAccount
    {
        public Guid Id { get; set; }
        public Guid ContactId { get; set; }
        public long Balance { get; set; }
    }

    [Migration("20260201_points")]
    sealed class CreatePoints : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("points_accounts", table => new
            {
                id = table.Column<Guid>(),
                contact_id = table.Column<Guid>(),
                balance = table.Column<long>(),
                notes = table.Column<string>(nullable: true),
            }, constraints: table =>
            {
                table.PrimaryKey("pk_points_accounts", row => row.id);
                table.ForeignKey("fk_points_accounts_contact_id", row => row.contact_id, "contacts", "id", onDelete: ReferentialAction.Cascade);
            });
            migrationBuilder.CreateIndex("ix_points_accounts_balance_id", "points_accounts", ["balance", "id"]);
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("points_accounts");
    }

    [Migration("20260202_points_notes")]
    sealed class DropNotes : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("notes", "points_accounts");

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>("notes", "points_accounts", nullable: true);
    }

    [Migration("20260301_bad")]
    sealed class FailsHalfway : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("bad_table", table => new { id = table.Column<Guid>() }, constraints: table => table.PrimaryKey("pk_bad_table", row => row.id));
            migrationBuilder.Sql("THIS IS NO SQL");
        }
    }
}
