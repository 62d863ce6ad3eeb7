using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Data.Sensitive;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Headless.Server.Tests.Data;

public sealed class SensitiveTextTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_text_stands_in_no_column_and_comes_back_as_it_was(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("de", "canary-4711", "visum 张"));

        Assert.DoesNotContain(await Vault.StoredAsync(fixture, "*"), value => value.Contains("canary") || value.Contains("visum"));
        await using var db = fixture.Contexts.Factory.CreateDbContext();
        var passport = await db.Set<Passport>().SingleAsync();
        Assert.Equal(("canary-4711", "visum 张"), (passport.Number, passport.Visa));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task It_is_found_by_equality_however_that_is_written(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("de", "a", "v"), ("fr", "a", null), ("de", "b", "a"));
        await using var db = fixture.Contexts.Factory.CreateDbContext();
        var (a, list) = ("a", new List<string> { "a", "c" });
        var passports = db.Set<Passport>();

        Assert.Equal(2, await passports.CountAsync(p => p.Number == a));
        Assert.Equal(2, await passports.CountAsync(p => "a" == p.Number));
        Assert.Equal(1, await passports.CountAsync(p => p.Number != a));
        Assert.Equal(2, await passports.CountAsync(p => p.Number.Equals(a)));
        Assert.Equal(2, await passports.CountAsync(p => string.Equals(p.Number, a)));
        Assert.Equal(2, await passports.CountAsync(p => list.Contains(p.Number)));
        var array = list.ToArray();
        Assert.Equal(2, await passports.CountAsync(p => EF.Parameter(array).Contains(p.Number)));
        Assert.Equal(3, await passports.CountAsync(p => new[] { a, "b" }.Contains(p.Number)));
        Assert.Equal(1, await passports.CountAsync(p => p.Visa == null));
        Assert.Equal(2, await passports.CountAsync(p => p.Visa != a));
        Assert.Equal(1, await passports.CountAsync(p => p.Visa == a));
        Assert.Equal(3, await passports.CountAsync(p => p.Number == a || p.Visa == a || p.Country == a));
        Assert.Equal(["de", "fr"], await passports.Where(p => EF.Property<string>(p, "Number") == a).Select(p => p.Country).Order().ToListAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_changed_text_is_found_by_what_it_is_now(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("de", "old", "v"));
        await fixture.ChangeAsync(async db => (await db.Set<Passport>().AsTracking().SingleAsync()).Number = "new");
        await fixture.ChangeAsync(async db => (await db.Set<Passport>().AsTracking().SingleAsync()).Country = "fr");
        await using var db = fixture.Contexts.Factory.CreateDbContext();

        Assert.Equal(0, await db.Set<Passport>().CountAsync(p => p.Number == "old"));
        Assert.Equal("v", (await db.Set<Passport>().SingleAsync(p => p.Number == "new")).Visa);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_unique_index_of_it_holds(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("de", "a", null));
        await fixture.WriteAsync(db => db.Add(Vault.Passport(("fr", "a", null))));
        await Assert.ThrowsAsync<DbUpdateException>(() => fixture.WriteAsync(db => db.Add(Vault.Passport(("de", "a", null)))));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_row_can_take_the_place_of_an_equal_one_in_one_transaction(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("de", "a", null));
        await fixture.ChangeAsync(async db =>
        {
            db.Add(Vault.Passport(("de", "a", "second")));
            db.Remove(await db.Set<Passport>().AsTracking().SingleAsync());
        });
        Assert.Single(await Vault.StoredAsync(fixture, "country"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_operators_of_filters_know_equal_from_unequal_and_null(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("a", "1", "x"), ("b", "2", "y"), ("c", "3", null));

        Assert.Equal(["a"], await FoundAsync(fixture, FilterOperator.Eq, "x"));
        Assert.Equal(["c"], await FoundAsync(fixture, FilterOperator.Eq, null));
        Assert.Equal(["b", "c"], await FoundAsync(fixture, FilterOperator.Neq, "x"));
        Assert.Equal(["a", "b"], await FoundAsync(fixture, FilterOperator.Neq, null));
        Assert.Equal(["a", "b"], await FoundAsync(fixture, FilterOperator.In, new[] { "x", "y", "z" }));
        Assert.Equal(["b", "c"], await FoundAsync(fixture, FilterOperator.Nin, new[] { "x" }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Whatever_else_is_done_with_it_is_refused_and_the_way_named(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind, ("de", "a", "v"));
        await using var db = fixture.Contexts.Factory.CreateDbContext();
        var passports = db.Set<Passport>();
        IQueryable<object>[] meaningless =
        [
            passports.OrderBy(p => p.Number),
            passports.Where(p => p.Number.StartsWith("a")),
            passports.Where(p => p.Number == p.Country),
            passports.Where(p => p.Number == p.Visa),
            passports.Where(p => string.Compare(p.Number, "a") > 0),
            passports.Select(p => p.Number).Distinct(),
            passports.Select(p => p.Number + p.Country),
            passports.GroupBy(p => p.Number).Select(group => new { group.Key, Count = group.Count() }),
            passports.Select(p => new { p.Id, p.Number }).Where(p => p.Number == "a"),
            passports.Join(passports, p => p.Number, p => p.Country, (p, _) => p),
        ];
        foreach (var query in meaningless)
        {
            var refusal = await Assert.ThrowsAsync<SensitiveException>(() => query.ToListAsync());
            Assert.Contains("is [Sensitive]", refusal.Message);
            Assert.Contains("Passport.", refusal.Message);
        }
        await Assert.ThrowsAsync<SensitiveException>(() => passports.ExecuteUpdateAsync(set => set.SetProperty(p => p.Number, "b")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_written_before_it_was_sensitive_is_encrypted_and_found(DatabaseKind kind)
    {
        await using var fixture = await Vault.OpenAsync(kind);
        await using (var connection = await fixture.Database.OpenAsync(default))
        {
            await using var command = connection.CreateCommand();
            var id = kind == DatabaseKind.Sqlite ? "randomblob(16)" : "gen_random_uuid()";
            var series = kind == DatabaseKind.Sqlite
                ? "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1200) SELECT n FROM s" : "SELECT generate_series(1, 1200) AS n";
            command.CommandText = $"INSERT INTO vault_passports (id, country, number, visa) SELECT {id}, 'de', 'canary-' || n, NULL FROM ({series}) AS numbers";
            await command.ExecuteNonQueryAsync();
        }

        await Task.WhenAll(
            PlainTexts.EncryptAsync(fixture.Contexts, TestKeys.Protector, default), PlainTexts.EncryptAsync(fixture.Contexts, TestKeys.Protector, default));

        Assert.DoesNotContain(await Vault.StoredAsync(fixture, "number"), value => value.Contains("canary"));
        await using var db = fixture.Contexts.Factory.CreateDbContext();
        Assert.Equal("canary-777", (await db.Set<Passport>().SingleAsync(p => p.Number == "canary-777")).Number);
        Assert.Equal(1200, (await db.Set<Passport>().Select(p => p.Number).ToListAsync()).Distinct().Count());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_columns_are_those_that_a_plugins_migration_makes(DatabaseKind kind)
    {
        await using var migrated = await Vault.OpenAsync(kind);
        await using var created = await DataFixture.CreateEmptyAsync(kind, Vault.Model);
        await using (var db = created.Contexts.Factory.CreateDbContext())
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();

        Assert.Equal(await SchemaFacts.ReadAsync(created.Database), await SchemaFacts.ReadAsync(migrated.Database));
    }

    static async Task<IEnumerable<string>> FoundAsync(DataFixture fixture, FilterOperator one, object? value)
    {
        await using var reads = fixture.Read();
        var page = (await reads.RunAsync(new QueryRequest
        {
            Source = reads.Set<Passport>(),
            Cardinality = Cardinality.Page,
            Page = new(10, null, null, null),
            Filter = new CompareNode([typeof(Passport).GetProperty(nameof(Passport.Visa))!], one, value),
        }, default)).Single();
        return page.Rows.Cast<Passport>().Select(passport => passport.Country).Order();
    }
}
