using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Generations;

public sealed class SensitivePluginTests : IDisposable
{
    const string Vault = """
        public sealed class Vault : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<VaultPassport>(passport =>
            {
                passport.ToTable("vault_passports");
                passport.HasIndex(p => p.Number).IsUnique();
            });
        }
        [VisibleToAll, Authorize("vault:read")] public sealed class VaultPassport
        {
            [ID] public Guid Id { get; set; }
            public string Country { get; set; } = "";
            [Sensitive] public string Number { get; set; } = "";
        }
        [QueryType] public static class VaultQueries
        {
            [UsePaging, UseFiltering, UseSorting, Authorize("vault:read")]
            public static IQueryable<VaultPassport> VaultPassports(ICrmStore store) => store.Query<VaultPassport>();
        }
        public sealed record VaultIssueInput(string Country, string Number);
        [MutationType] public static class VaultMutations
        {
            [Authorize("vault:write")]
            public static Task<VaultPassport> VaultIssueAsync(VaultIssueInput input, ICrmStore store, CancellationToken ct) => store.ChangeAsync(async ct =>
            {
                var known = await store.FindAsync<VaultPassport>(row => row.Number == input.Number, ct);
                if (known is null) store.Add(known = new VaultPassport { Id = Guid.CreateVersion7(), Number = input.Number });
                known.Country = input.Country;
                return known;
            }, ct);
        }
        [Migration("20260101000000_vault")] public sealed class VaultTables : Migration
        {
            protected override void Up(MigrationBuilder m)
            {
                m.CreateTable("vault_passports", table => new
                {
                    id = table.Column<Guid>(), country = table.Column<string>(), number = table.Column<string>(), number_hash = table.Column<string>(nullable: true),
                }, constraints: table => table.PrimaryKey("pk_vault_passports", row => row.id));
                m.CreateIndex("ix_vault_passports_number_hash", "vault_passports", "number_hash", unique: true);
            }
        }
        """;

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_plugins_sensitive_text_is_stored_encrypted_and_found_by_a_filter(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await IssueAsync(host, "de", "canary-1");
        await IssueAsync(host, "fr", "canary-2");
        await IssueAsync(host, "es", "canary-1");

        var found = await host.QueryAsync("""{ vaultPassports(where: { number: { in: ["canary-1", "x"] } }) { nodes { country number } } }""");

        Assert.Equal("""[{"country":"es","number":"canary-1"}]""", found.GetProperty("vaultPassports").GetProperty("nodes").GetRawText());
        Assert.Equal(2, await host.Database.ScalarAsync("SELECT COUNT(*) FROM vault_passports"));
        Assert.Equal(0, await host.Database.ScalarAsync("SELECT COUNT(*) FROM vault_passports WHERE number LIKE '%canary%' OR number_hash LIKE '%canary%'"));
    }

    [Fact]
    public async Task Filters_offer_equality_alone_and_there_is_no_order_by_it()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var schema = await host.QueryAsync("""
            {
              filter: __type(name: "SensitiveStringOperationFilterInput") { inputFields { name } }
              order: __type(name: "VaultPassportSortInput") { inputFields { name } }
            }
            """);

        Assert.Equal(["eq", "neq", "in", "nin"], NamesOf(schema.GetProperty("filter")));
        Assert.DoesNotContain("number", NamesOf(schema.GetProperty("order")));
    }

    [Fact]
    public async Task Who_may_not_read_personal_data_gets_it_masked_and_finds_nothing_by_it()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        await IssueAsync(host, "de", "canary-1");
        var key = await host.CreateKeyAsync("vault:read");

        var masked = await host.SendAsync("{ vaultPassports { nodes { number } } }", credential: key);
        var refused = await host.SendAsync("""{ vaultPassports(where: { number: { eq: "canary-1" } }) { nodes { country } } }""", credential: key);

        Assert.Equal("c***", masked.Data.GetProperty("vaultPassports").GetProperty("nodes")[0].GetProperty("number").GetString());
        Assert.NotEmpty(refused.Errors);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_audit_log_names_it_and_shows_nothing_of_it(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        await IssueAsync(host, "de", "canary-1");
        Assert.NotEqual(0, await host.Database.ScalarAsync("SELECT COUNT(*) FROM audit_entries WHERE record_kind = 'VaultPassport'"));
        Assert.Equal(0, await host.Database.ScalarAsync("SELECT COUNT(*) FROM audit_entries WHERE changes LIKE '%canary%' OR detail LIKE '%canary%'"));
    }

    Task<CrmTestHost> StartAsync(DatabaseKind kind)
    {
        _plugins.Compile("acme.vault", Vault);
        return CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = _plugins.Root });
    }

    static Task IssueAsync(CrmTestHost host, string country, string number) => host.QueryAsync(
        "mutation($input: VaultIssueInput!) { vaultIssue(input: $input) { vaultPassport { id } } }", new { input = new { country, number } });

    static IEnumerable<string?> NamesOf(System.Text.Json.JsonElement type) =>
        type.GetProperty("inputFields").EnumerateArray().Select(field => field.GetProperty("name").GetString());
}
