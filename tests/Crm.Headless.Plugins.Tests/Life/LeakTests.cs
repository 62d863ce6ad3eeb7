using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Plugins that leave something running when they go. In a process of its own, which keeps what they leave.</summary>
public sealed class LeakTests
{
    const string Id = "acme.leaky";

    [Fact]
    public async Task A_plugin_whose_timer_goes_on_is_named_and_a_restart_asked_for_after_five_of_its_versions_stayed_in_memory()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var server = await CrmProcess.StartAsync(database);
        await server.InstallAsync(Shelf.One);
        await server.InstallAsync(Leaky());
        Assert.Null(await ReasonAsync(server));

        for (var round = 0; round < 5; round++)
        {
            await ChangeAsync(server, "pluginDisable");
            await ChangeAsync(server, "pluginEnable");
        }
        var reason = await ReasonAsync(server);
        for (var attempt = 0; reason is null; attempt++, reason = await ReasonAsync(server))
        {
            Assert.True(attempt < 300, "Nobody asked for a restart.");
            await Task.Delay(100);
        }
        Assert.Contains($"of \"{Id}\" ", reason);
        Assert.DoesNotContain(Shelf.Id, reason); // It came and went as often.
        Assert.Contains("Restart this server", reason);
    }

    static byte[] Leaky()
    {
        using var folder = new PluginsFolder();
        folder.Compile(Id, """
            public sealed class Leaky : CrmPlugin
            {
                static readonly Timer Beat = new(_ => { }, null, 0, 1000);
                public Leaky() => GC.KeepAlive(Beat);
            }
            """);
        return folder.Pack(Id);
    }

    static async Task<string?> ReasonAsync(CrmProcess server) => (await server.QueryAsync("{ pluginRestartReason }")).GetProperty("pluginRestartReason").GetString();

    static async Task ChangeAsync(CrmProcess server, string mutation)
    {
        var data = await server.QueryAsync($$"""mutation { {{mutation}}(input: { id: "{{Id}}" }) { errors { ... on Error { message } } } }""");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, data.GetProperty(mutation).GetProperty("errors").ValueKind);
    }
}
