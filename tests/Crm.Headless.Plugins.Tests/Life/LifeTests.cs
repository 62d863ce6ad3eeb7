using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.Configuration;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Plugins come, change and go while the server runs.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task A_migration_that_takes_away_what_still_serves_or_changes_tables_of_others_is_a_problem_of_the_plan()
    {
        await using var host = await CrmTestHost.StartAsync(DatabaseKind.Sqlite);
        await host.MustInstallAsync(Shelf.One);
        Assert.Contains(
            "ShelfAway of plugin \"acme.shelf\" takes away the column shelf_items.note, which the version that serves meanwhile may use",
            await host.InstallAsync(Shelf.TakesAway).ErrorAsync());
        Assert.Contains("changes the table \"contacts\"", await host.InstallAsync(Shelf.ChangesContacts).ErrorAsync());
        Assert.Equal("1.0.0", (await host.PluginAsync()).GetProperty("version").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_plugin_is_installed_upgraded_disabled_enabled_and_removed_while_the_server_runs(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Shelf.One);
        await AddContactAsync(host, "Ana");
        Assert.Equal("one", await VersionAsync(host));
        await CountAsync(host, 1);

        await host.MustInstallAsync(Shelf.Two);
        Assert.Equal("two", await VersionAsync(host));
        await CountAsync(host, 1);
        Assert.Equal("2.0.0", (await host.PluginAsync()).GetProperty("version").GetString());

        var disabled = await host.ChangeAsync("pluginDisable", new { id = Shelf.Id, accept = await host.BreakingAsync(Shelf.Id, "DISABLE") });
        Assert.Equal("SUCCEEDED", disabled.GetProperty("pluginOperation").GetProperty("status").GetString());
        Assert.Null(await VersionAsync(host));
        Assert.Equal("DISABLED", (await host.PluginAsync()).GetProperty("status").GetString());

        await host.RestartAsync();
        Assert.Null(await VersionAsync(host));
        await host.ChangeAsync("pluginEnable", new { id = Shelf.Id });
        Assert.Equal("two", await VersionAsync(host));
        await CountAsync(host, 1);

        var removed = await host.ChangeAsync("pluginRemove",
            new { id = Shelf.Id, data = "PURGE", accept = await host.BreakingAsync(Shelf.Id, "REMOVE") });
        Assert.Contains("with all its rows", removed.GetProperty("pluginOperation").GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Undefined, (await host.PluginAsync()).ValueKind);

        await host.MustInstallAsync(Shelf.One);
        await CountAsync(host, 1); // A new handler begins with the first event ever.
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_upgrade_that_fails_leaves_the_old_version_and_says_what_to_do(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Shelf.One);
        await AddContactAsync(host, "Ana");

        Assert.Contains("no such table|does not exist".Split('|')[kind == DatabaseKind.Sqlite ? 0 : 1], await host.InstallAsync(Shelf.BadMigration).ErrorAsync());
        Assert.Contains("no start", await host.InstallAsync(Shelf.BadStart).ErrorAsync());
        Assert.Contains("shelfCount failed", await host.InstallAsync(Shelf.BadField).ErrorAsync());

        Assert.Equal("one", await VersionAsync(host));
        await CountAsync(host, 1);
        await host.RestartAsync();
        Assert.Equal("one", await VersionAsync(host));
        Assert.Equal(("1.0.0", "ENABLED"), ((await host.PluginAsync()).GetProperty("version").GetString(), (await host.PluginAsync()).GetProperty("status").GetString()));
        await host.MustInstallAsync(Shelf.Two);
        Assert.Equal("two", await VersionAsync(host));
    }

    [Theory, OnPostgreSql]
    public async Task A_migration_takes_longer_than_statements_may(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            SharedDatabase = database,
            Configure = builder => builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Crm", database.ConnectionString + ";Command Timeout=2")]),
        });
        await host.MustInstallAsync(Shelf.One);
        await host.MustInstallAsync(Shelf.SlowMigration); // takes four seconds
        Assert.Equal("2.4.0", (await host.PluginAsync()).GetProperty("version").GetString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_handler_that_is_set_back_handles_its_events_again(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Shelf.One);
        foreach (var name in new[] { "Ana", "Ben", "Cleo" }) await AddContactAsync(host, name);
        await CountAsync(host, 3);
        Assert.Equal((0, "Events to be handled again: 3.\n"), await ReplayAsync(host, "0", "acme.shelf/ShelfHandler"));
        await CountAsync(host, 6);
        Assert.Equal((0, "Events to be handled again: 0.\n"), await ReplayAsync(host, "2999-01-01", "acme.shelf/ShelfHandler"));
        Assert.Contains("Did you mean \"acme.shelf/ShelfHandler\"?", (await ReplayAsync(host, "0", "acme.shelf/ShelfHandle")).Text);

        var again = (await host.QueryAsync("""
            mutation {
              a: replayEvents(input: { handler: "acme.shelf/ShelfHandler", from: 0 }) { events errors { __typename } }
              b: replayEvents(input: { handler: "acme.shelf/ShelfHandle", from: 0 }) { errors { __typename } }
              c: replayEvents(input: { handler: "acme.shelf/ShelfHandler" }) { errors { __typename } }
            }
            """)).ToString();
        Assert.Equal("""{"a":{"events":3,"errors":null},"b":{"errors":[{"__typename":"EventHandlerNotFoundError"}]},"c":{"errors":[{"__typename":"ReplayStartError"}]}}""", again);
        await CountAsync(host, 9);
        var audit = (await host.QueryAsync("{ auditEntries(first: 50) { nodes { actor operation recordKind detail } } }")).ToString();
        Assert.Contains("""{"actor":"crm","operation":"events replay","recordKind":"EventHandler","detail":"acme.shelf/ShelfHandler from 0: 3 events again"}""", audit);
        Assert.Contains("""{"actor":"admin","operation":"replayEvents","recordKind":"EventHandler","detail":"acme.shelf/ShelfHandler from 0: 3 events again"}""", audit);
    }

    [Fact]
    public async Task A_package_that_was_uploaded_waits_for_its_turn_while_another_of_the_plugin_is_installed()
    {
        await using var host = await CrmTestHost.StartAsync();
        var later = await host.UploadAsync(Shelf.Two);
        await host.MustInstallAsync(Shelf.One);
        var errors = (await host.QueryAsync(
            "mutation($input: PluginInstallInput!) { pluginInstall(input: $input) { errors { ... on Error { message } } } }",
            new { input = new { hash = later } })).GetProperty("pluginInstall").GetProperty("errors");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, errors.ValueKind);
    }

    static async Task<(int Code, string Text)> ReplayAsync(CrmTestHost host, string from, string handler)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] args =
        [
            "events", "replay", "--from", from, "--handler", handler, $"--Crm:Database:Provider={host.Database.Kind}",
            $"--ConnectionStrings:Crm={host.Database.ConnectionString}", "--Crm:Security:DataKeys:0:Id=test", $"--Crm:Security:DataKeys:0:Key={host.Database.DataKey}",
        ];
        var code = await Server.Cli.CommandLine.RunAsync(args, output, error, default);
        return (code, output.ToString() + error);
    }

    [Fact]
    public async Task What_an_upgrade_breaks_is_told_before_and_has_to_be_accepted_by_name()
    {
        await using var host = await CrmTestHost.StartAsync();
        await host.MustInstallAsync(Shelf.Two);
        await host.QueryAsync(
            "mutation($input: RegisterOperationsInput!) { registerOperations(input: $input) { registered errors { ... on Error { message } } } }",
            new { input = new { operations = new[] { new { name = "Shop", document = "query Shop { contacts { nodes { shelfVersion } } }" } } } });
        var plan = (await host.QueryAsync("""
            query($input: PluginPlanInput!) { pluginPlan(input: $input) {
              isAllowed problems fromVersion toVersion migrations { id stage } brokenOperations { client name messages }
              findings { id severity coordinate owner message } } }
            """, new { input = new { hash = await host.UploadAsync(Shelf.Three) } })).GetProperty("pluginPlan");
        Assert.False(plan.GetProperty("isAllowed").GetBoolean());
        var finding = plan.GetProperty("findings")[0];
        Assert.Equal(("BREAKING", "Contact.shelfVersion", Shelf.Id),
            (finding.GetProperty("severity").GetString(), finding.GetProperty("coordinate").GetString(), finding.GetProperty("owner").GetString()));
        var broken = Assert.Single(plan.GetProperty("brokenOperations").EnumerateArray());
        Assert.Equal(("admin", "Shop"), (broken.GetProperty("client").GetString(), broken.GetProperty("name").GetString()));

        Assert.Contains(finding.GetProperty("id").GetString()!, await host.InstallAsync(Shelf.Three).ErrorAsync());
        Assert.Equal("2.0.0", (await host.PluginAsync()).GetProperty("version").GetString());
        await host.MustInstallAsync(Shelf.Three, finding.GetProperty("id").GetString()!);
        Assert.Equal("3.0.0", (await host.PluginAsync()).GetProperty("version").GetString());
        Assert.Contains("older than 3.0.0", await host.InstallAsync(Shelf.Two).ErrorAsync());
    }

    [Fact]
    public async Task An_older_version_on_tables_that_were_kept_has_to_be_accepted_and_a_changed_migration_is_looked_at_though_it_is_applied()
    {
        await using var host = await CrmTestHost.StartAsync();
        await host.MustInstallAsync(Shelf.Two);
        Assert.Contains("changes the table \"contacts\"", await host.InstallAsync(Shelf.ChangedPlace).ErrorAsync());
        await host.ChangeAsync("pluginRemove", new { id = Shelf.Id, data = "KEEP", accept = await host.BreakingAsync(Shelf.Id, "REMOVE") });
        Assert.Contains("20260201000000_shelf_place 1.0.0 doesn't have", await host.InstallAsync(Shelf.One).ErrorAsync());
        await host.MustInstallAsync(Shelf.One, "downgrade");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_removal_that_was_left_unfinished_is_finished_before_its_plugin_comes_back_and_never_takes_what_came_since(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.MustInstallAsync(Shelf.Two);
        await AddContactAsync(host, "Ana");
        await CountAsync(host, 1);
        await host.ChangeAsync("pluginRemove", new { id = Shelf.Id, data = "KEEP", accept = await host.BreakingAsync(Shelf.Id, "REMOVE") });
        await LeaveUnfinishedAsync(host, "data = 'PURGE'");

        await host.MustInstallAsync(Shelf.One); // No downgrade: the tables of version 2 went first.
        await CountAsync(host, 1);
        await LeaveUnfinishedAsync(host, "data = 'PURGE'");
        await host.RestartAsync();

        Assert.Equal(1, await host.Database.ScalarAsync("SELECT count(*) FROM shelf_items"));
        var operations = (await host.QueryAsync("{ pluginOperations { kind status message } }")).GetProperty("pluginOperations").EnumerateArray().ToList();
        Assert.All(operations, operation => Assert.Equal("SUCCEEDED", operation.GetProperty("status").GetString()));
        Assert.Contains("they stay", operations.Single(operation => operation.GetProperty("kind").GetString() == "REMOVE").GetProperty("message").GetString());
    }

    /// <summary>As a process leaves a removal behind that was killed once it was decided.</summary>
    static async Task LeaveUnfinishedAsync(CrmTestHost host, string with)
    {
        await Eventually.IsAsync(async () => await host.Database.ScalarAsync("SELECT count(*) FROM plugin_operations WHERE step <> 'CONTRACTED'") == 0);
        await host.Database.ScalarAsync($"UPDATE plugin_operations SET status = 'RUNNING', step = 'SERVED', {with} WHERE kind = 'REMOVE'");
    }

    [Fact]
    public async Task A_removal_that_cannot_be_finished_neither_keeps_the_server_from_starting_nor_lets_its_plugin_come_back_meanwhile()
    {
        await using var host = await CrmTestHost.StartAsync();
        await host.MustInstallAsync(Shelf.One);
        await host.ChangeAsync("pluginRemove", new { id = Shelf.Id, data = "KEEP", accept = await host.BreakingAsync(Shelf.Id, "REMOVE") });
        await LeaveUnfinishedAsync(host, "data = 'PURGE', hash = 'gone'");

        await host.RestartAsync();

        Assert.Contains("Removing acme.shelf is decided and in force, but what is left to do failed", await host.InstallAsync(Shelf.One).ErrorAsync());
    }

    [Fact]
    public async Task Another_package_under_the_installed_version_is_told_of_and_the_same_package_isnt()
    {
        await using var host = await CrmTestHost.StartAsync();
        await host.MustInstallAsync(Shelf.One);
        Assert.Empty(await FindingsAsync(Shelf.One));
        Assert.Equal(["sameVersion DANGEROUS"], await FindingsAsync(Shelf.OtherOne));
        await host.MustInstallAsync(Shelf.OtherOne);

        async Task<string[]> FindingsAsync(byte[] package)
        {
            var data = await host.QueryAsync(
                "query($input: PluginPlanInput!) { pluginPlan(input: $input) { findings { id severity } } }", new { input = new { hash = await host.UploadAsync(package) } });
            return [.. data.GetProperty("pluginPlan").GetProperty("findings").EnumerateArray()
                .Select(finding => $"{finding.GetProperty("id").GetString()} {finding.GetProperty("severity").GetString()}")];
        }
    }

    static Task AddContactAsync(CrmTestHost host, string name) => host.QueryAsync(
        "mutation($name: String!) { createContact(input: { givenName: $name }) { contact { id } errors { __typename } } }", new { name });

    /// <summary>Null: the field isn't there.</summary>
    static async Task<string?> VersionAsync(CrmTestHost host)
    {
        var response = await host.SendAsync("{ contacts(first: 1) { nodes { shelfVersion } } }");
        return response.Errors.Count > 0 ? null : response.Data.GetProperty("contacts").GetProperty("nodes")[0].GetProperty("shelfVersion").GetString();
    }

    static async Task CountAsync(CrmTestHost host, int expected)
    {
        for (var attempt = 0; ; attempt++)
        {
            var count = (await host.QueryAsync("{ shelfCount }")).GetProperty("shelfCount").GetInt32();
            if (count == expected) return;
            Assert.True(attempt < 200, $"{count} and not {expected}");
            await Task.Delay(25);
        }
    }
}
