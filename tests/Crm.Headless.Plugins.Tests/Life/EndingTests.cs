using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>Services of plugins that can't let go of what they have.</summary>
public sealed class EndingTests
{
    const string Id = "acme.grip";

    [Theory]
    [InlineData("IDisposable", "void Dispose() => throw new InvalidOperationException(\"no end\")")]
    [InlineData("IDisposable", "void Dispose() => Thread.Sleep(Timeout.Infinite)")]
    [InlineData("IAsyncDisposable", "async ValueTask DisposeAsync() => await Task.Delay(Timeout.Infinite)")]
    [InlineData("object", "void Nothing() => Thread.Yield()", "System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(Grip).Assembly)!.Unloading += _ => throw new InvalidOperationException(\"no end\");")]
    public async Task A_plugin_that_does_not_let_go_holds_up_neither_what_comes_after_it_nor_the_end_of_the_server(string kind, string end, string begin = "")
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Settings = new Dictionary<string, string?> { ["Crm:Plugins:MaxStartTime"] = "00:00:03" } });
        await host.MustInstallAsync(Grip(kind, end, begin));
        Assert.Equal("held", (await host.QueryAsync("{ gripText }")).GetProperty("gripText").GetString());

        await host.ChangeAsync("pluginDisable", new { id = Id, accept = await host.BreakingAsync(Id, "DISABLE") });
        await Eventually.IsAsync(async () =>
            (await host.QueryAsync("{ pluginOperations { step } }")).GetProperty("pluginOperations")[0].GetProperty("step").GetString() == "CONTRACTED");
    }

    [Fact]
    public async Task A_change_that_is_given_up_says_why_also_when_what_it_built_does_not_let_go()
    {
        await using var host = await CrmTestHost.StartAsync();
        var bad = Grip("IDisposable", "void Dispose() => throw new InvalidOperationException(\"no end\")", "", "throw new InvalidOperationException(\"no text\")");
        Assert.Contains("gripText failed", await host.InstallAsync(bad).ErrorAsync());
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, (await host.PluginAsync(Id)).ValueKind);
    }

    static byte[] Grip(string kind, string end, string begin, string text = "hold.Text")
    {
        using var folder = new PluginsFolder();
        folder.Compile(Id, $$"""
            public sealed class Grip : CrmPlugin
            {
                public Grip() { {{begin}} }
                public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<GripHold>();
            }
            public sealed class GripHold : {{kind}} { public string Text => "held"; public {{end}}; }
            [QueryType, AllowAnonymous] public static class GripQueries { public static string? GripText(GripHold hold) => {{text}}; }
            """);
        return folder.Pack(Id);
    }
}
