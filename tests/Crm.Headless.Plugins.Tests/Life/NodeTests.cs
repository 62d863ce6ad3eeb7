using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Servers in processes of their own: one that is killed, and several on one database.</summary>
public sealed class NodeTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_server_that_is_killed_in_a_migration_comes_back_with_the_old_version_and_says_so(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var server = await CrmProcess.StartAsync(database))
        {
            Assert.Equal("SUCCEEDED", (await server.InstallAsync(Shelf.One)).GetProperty("pluginOperation").GetProperty("status").GetString());
            var hash = await server.UploadAsync(Shelf.SlowMigration);
            _ = server.QueryAsync($$"""mutation { pluginInstall(input: { hash: "{{hash}}" }) { pluginOperation { status } } }""").ContinueWith(_ => { }, TaskScheduler.Default);
            await UntilAsync(async () => await StepAsync(server) == ("STAGED", "RUNNING"));
            await Task.Delay(100);
            await server.KillAsync();
        }

        await using var again = await CrmProcess.StartAsync(database);
        var data = await again.QueryAsync("{ plugins { id version status } pluginOperations { status message } }");
        var plugin = Assert.Single(data.GetProperty("plugins").EnumerateArray());
        Assert.Equal(("1.0.0", "ENABLED"), (plugin.GetProperty("version").GetString(), plugin.GetProperty("status").GetString()));
        var operation = data.GetProperty("pluginOperations")[0];
        Assert.Equal("FAILED", operation.GetProperty("status").GetString());
        Assert.Contains("was interrupted before its tables were ready", operation.GetProperty("message").GetString());
        Assert.Equal(0, (await again.QueryAsync("{ shelfCount }")).GetProperty("shelfCount").GetInt32());
        Assert.Equal("SUCCEEDED", (await again.InstallAsync(Shelf.Two)).GetProperty("pluginOperation").GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_one_node_decides_the_other_follows_and_a_node_that_is_killed_is_done_without()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
        await using var first = await CrmProcess.StartAsync(database);
        await using var second = await CrmProcess.StartAsync(database);
        await first.InstallAsync(Shelf.One);
        await UntilAsync(async () => await VersionAsync(second) == "1.0.0");
        await second.InstallAsync(Shelf.Two);
        await UntilAsync(async () => await VersionAsync(first) == "2.0.0");

        await first.KillAsync();
        await second.QueryAsync("""mutation { createContact(input: { givenName: "Ana" }) { contact { id } } }""");
        await UntilAsync(async () => (await second.QueryAsync("{ shelfCount }")).GetProperty("shelfCount").GetInt32() == 1);
        await second.QueryAsync($$"""mutation { pluginDisable(input: { id: "{{Shelf.Id}}", accept: [{{await BreakingAsync(second)}}] }) { errors { ... on Error { message } } } }""");
        Assert.Equal("DISABLED", (await second.QueryAsync("{ plugins { status } }")).GetProperty("plugins")[0].GetProperty("status").GetString());
    }

    static async Task<string> BreakingAsync(CrmProcess server)
    {
        var plan = await server.QueryAsync($$"""{ pluginPlan(input: { id: "{{Shelf.Id}}", kind: DISABLE }) { findings { id } } }""");
        return string.Join(", ", plan.GetProperty("pluginPlan").GetProperty("findings").EnumerateArray().Select(finding => $"\"{finding.GetProperty("id").GetString()}\""));
    }

    static async Task<(string?, string?)> StepAsync(CrmProcess server)
    {
        var latest = (await server.QueryAsync("{ pluginOperations { step status } }")).GetProperty("pluginOperations")[0];
        return (latest.GetProperty("step").GetString(), latest.GetProperty("status").GetString());
    }

    static async Task<string?> VersionAsync(CrmProcess server)
    {
        var plugins = (await server.QueryAsync("{ plugins { version } }")).GetProperty("plugins");
        return plugins.GetArrayLength() == 0 ? null : plugins[0].GetProperty("version").GetString();
    }

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; !await holds(); attempt++)
        {
            Assert.True(attempt < 400, "It has not come about within 20 s.");
            await Task.Delay(50);
        }
    }
}
