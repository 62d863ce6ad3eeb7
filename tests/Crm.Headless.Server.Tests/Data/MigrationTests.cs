using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Server.Tests.Data;

public sealed class MigrationTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_migrations_make_the_tables_of_the_model(DatabaseKind kind)
    {
        await using var migrated = await DataFixture.CreateAsync(kind);
        await using var created = await DataFixture.CreateEmptyAsync(kind);
        await using (var db = created.Contexts.Factory.CreateDbContext())
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();

        Assert.Equal(await SchemaFacts.ReadAsync(created.Database), await SchemaFacts.ReadAsync(migrated.Database));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Migrating_again_does_nothing(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateEmptyAsync(kind);
        var migrator = new Migrator(fixture.Database);

        var first = await migrator.MigrateAsync([], default);
        var second = await migrator.MigrateAsync([], default);

        Assert.Contains(first, migration => migration.Id == "20260101000000_core_initial");
        Assert.Empty(second);
        Assert.Empty(await migrator.PendingAsync([], default));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Several_nodes_that_start_at_once_migrate_once(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateEmptyAsync(kind);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var node = new Database(fixture.Database.Options);
            return await new Migrator(node).MigrateAsync([], default);
        })));

        await using var db = fixture.Contexts.Factory.CreateDbContext();
        Assert.Equal(0, await db.Set<Contact>().CountAsync());
        Assert.NotEmpty(applied.SelectMany(each => each));
    }
}
