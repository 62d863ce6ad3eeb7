using System.Text.Json;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Demo;
using Crm.Headless.Server.Tests.Import;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Demo;

public sealed class DemoTests
{
    static CrmTestOptions WithDemo => new()
    {
        PluginsFolder = CrmCommand.Plugins,
        Configure = builder => builder.Services.AddHostedService<DemoStart>(),
    };

    [Theory, OnSqliteAtLength, OnPostgreSqlAtLength]
    public async Task An_empty_database_is_filled_and_a_second_start_adds_nothing(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(WithDemo with { Database = kind });
        var filled = await CountsAsync(host);
        Assert.Equal(1000, TotalOf(filled, "contacts"));
        Assert.True(TotalOf(filled, "interactions") > 1000, filled.ToString());
        Assert.True(TotalOf(filled, "loyaltyAccounts") > 100, filled.ToString());
        Assert.NotEmpty(filled.List("search"));

        await host.RestartAsync();
        Assert.Equal(filled.ToString(), (await CountsAsync(host)).ToString());
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task What_an_interrupted_start_has_begun_is_finished_by_the_next_and_one_more_adds_nothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var killed = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = database }))
        {
            await killed.Services.GetRequiredService<Database>().Installation.SetAsync("demo", "2026-11-21T00:00:00Z", default);
            await killed.ChangeAsync("createUnit", new { code = "HARBOUR", name = "Harbour Group", kind = "GROUP" }, "unit { id }");
            await killed.ChangeAsync("createUser", new { name = "Sam Okafor", email = "sam.okafor@harbour.example" }, "user { id }");
            var contacts = new[] { new { source = "demo", externalId = "contact-1", displayName = "Half done" } };
            await killed.BulkAsync("upsertContacts", new { contacts }, "created");
        }

        await using var host = await CrmTestHost.StartAsync(WithDemo with { SharedDatabase = database });

        var filled = await CountsAsync(host);
        Assert.Equal((1000, 9, 4), (TotalOf(filled, "contacts"), TotalOf(filled, "units"), TotalOf(filled, "users")));

        await host.RestartAsync();
        Assert.Equal(filled.ToString(), (await CountsAsync(host)).ToString());
    }

    [Fact]
    public async Task A_database_with_contacts_of_somebody_is_left_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using (var own = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = database }))
            await own.ChangeAsync("createContact", new { displayName = "Ann" }, "contact { id }");

        await using var host = await CrmTestHost.StartAsync(WithDemo with { SharedDatabase = database });

        Assert.Equal(1, TotalOf(await host.QueryAsync("{ contacts { totalCount } }"), "contacts"));
    }

    static Task<JsonElement> CountsAsync(CrmTestHost host) => host.QueryAsync("""
        { contacts { totalCount } accounts { totalCount } interactions { totalCount } units { totalCount } users { totalCount }
          loyaltyAccounts(where: { balance: { gt: 0 } }) { totalCount } search(text: "王") { ... on Contact { displayName } } }
        """);

    static long TotalOf(JsonElement counts, string field) => counts.GetProperty(field).GetProperty("totalCount").GetInt64();
}
