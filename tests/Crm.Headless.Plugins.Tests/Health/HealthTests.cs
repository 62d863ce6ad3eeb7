using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Crm.Headless.Plugins.Tests.Health;

/// <summary>Plugins say how they are, and can't keep the server from being ready.</summary>
public sealed class HealthTests(HealthTests.Ill ill) : IClassFixture<HealthTests.Ill>
{
    const string Source = """
        public sealed class Ill : CrmPlugin;
        public sealed class IllCheck(ICrmStore store) : IPluginHealth
        {
            static int asked;
            public async Task<PluginHealth> CheckAsync(CancellationToken ct)
            {
                asked++;
                await store.Query<Contact>().AnyAsync(ct);
                return (AppContext.GetData("acme.ill") as string) switch
                {
                    "degraded" => PluginHealth.Degraded("The shop's queue is long."),
                    "throw" => throw new InvalidOperationException("no health"),
                    "sleep" => await Task.Delay(2_000).ContinueWith(_ => PluginHealth.Healthy),
                    "asked" => new(PluginHealthStatus.Unhealthy, $"asked {asked}"),
                    _ => PluginHealth.Healthy,
                };
            }
        }
        """;

    public sealed class Ill : IDisposable
    {
        public Ill()
        {
            Folder.Compile("acme.ill", Source);
            Folder.Compile("acme.mute", "public sealed class Mute : CrmPlugin;");
        }

        internal PluginsFolder Folder { get; } = new();

        public void Dispose()
        {
            AppContext.SetData("acme.ill", null);
            Folder.Dispose();
        }
    }

    [Fact]
    public async Task Health_is_shown_asked_for_every_few_seconds_at_most_and_degrades_the_servers_without_making_it_unready()
    {
        AppContext.SetData("acme.ill", null);
        await using var host = await StartAsync();
        Assert.Equal("HEALTHY ", await HealthAsync(host, "acme.ill"));
        Assert.Null(await HealthAsync(host, "acme.mute"));
        Assert.Equal("ok", await ReadyAsync(host));

        AppContext.SetData("acme.ill", "degraded");
        Assert.Equal("HEALTHY ", await HealthAsync(host, "acme.ill")); // as of some seconds ago
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("DEGRADED The shop's queue is long.", await HealthAsync(host, "acme.ill"));
        Assert.Equal("degraded", await ReadyAsync(host));

        AppContext.SetData("acme.ill", "asked");
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => HealthAsync(host, "acme.ill")));
        Assert.Single(answers.Distinct());

        AppContext.SetData("acme.ill", "throw");
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("UNHEALTHY The health check failed: InvalidOperationException: no health", await HealthAsync(host, "acme.ill"));
        AppContext.SetData("acme.ill", "sleep");
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("degraded", await ReadyAsync(host));
    }

    [Fact]
    public async Task A_check_that_sleeps_is_given_up_when_its_time_is_over()
    {
        await using var host = await StartAsync(builder => builder.Services.AddSingleton(new ExecutorOptions { MaxPluginFieldTime = TimeSpan.FromSeconds(0.3), Time = TimeProvider.System }));
        AppContext.SetData("acme.ill", "sleep");
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        var health = HealthAsync(host, "acme.ill");
        while (!health.IsCompleted)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(0.2));
            await Task.Delay(20);
        }
        Assert.Equal("UNHEALTHY The health check of plugin \"acme.ill\" took longer than 0.3 s.", await health);
    }

    [ChromiumFact]
    public async Task The_page_of_plugins_shows_it()
    {
        AppContext.SetData("acme.ill", "degraded");
        await using var host = await StartAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        await using var browser = await Browser.StartAsync();
        var page = await browser.OpenAsync(new Uri(host.Address, "/graphql/plugins"));
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Key or token" }).FillAsync(host.AdminKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var article = page.GetByRole(AriaRole.Article, new() { Name = "acme.ill" });
        await article.GetByText("degraded", new() { Exact = true }).WaitForAsync();
        await article.GetByText("The shop's queue is long.").WaitForAsync();

        // What a server says that kept plugins in memory, which is in LeakTests. The page asks every few seconds.
        await page.RouteAsync("**/graphql", async route =>
        {
            var answer = await route.FetchAsync();
            var body = JsonNode.Parse(await answer.TextAsync())!;
            body["data"]!["pluginRestartReason"] = "Restart <b>this</b> server.";
            await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
        });
        await page.GetByRole(AriaRole.Alert).GetByText("Restart <b>this</b> server.").WaitForAsync();
        await article.WaitForAsync();
        Assert.Empty(browser.Complaints);
    }

    Task<CrmTestHost> StartAsync(Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? configure = null) =>
        CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = ill.Folder.Root, Configure = configure });

    static async Task<string?> HealthAsync(CrmTestHost host, string id)
    {
        var plugins = (await host.QueryAsync("{ plugins { id health { status message checkedAt } } }")).GetProperty("plugins").EnumerateArray();
        var health = plugins.Single(plugin => plugin.GetProperty("id").GetString() == id).GetProperty("health");
        return health.ValueKind == JsonValueKind.Null ? null : $"{health.GetProperty("status").GetString()} {health.GetProperty("message").GetString()}";
    }

    static Task<string> ReadyAsync(CrmTestHost host) => host.Client.GetStringAsync("/health/ready");
}
