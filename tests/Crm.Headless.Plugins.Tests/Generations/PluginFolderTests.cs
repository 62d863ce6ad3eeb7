using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Generations;

public sealed class PluginFolderTests : IDisposable
{
    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task A_plugin_that_is_dropped_into_the_folder_shows_its_field_at_the_next_start_and_removing_it_removes_the_field()
    {
        await using (var without = await GenerationHost.StartAsync(_plugins)) Assert.False(without.HasField("Contact", "helloGreeting"));
        _plugins.Drop(PluginsFolder.BuiltHello);
        await using (var with = await GenerationHost.StartAsync(_plugins)) Assert.True(with.HasField("Contact", "helloGreeting"));
        _plugins.Remove("acme.hello");
        await using (var again = await GenerationHost.StartAsync(_plugins)) Assert.False(again.HasField("Contact", "helloGreeting"));
    }

    [Theory, InlineData("crm.loyalty")]
    public async Task Each_plugin_of_this_repository_takes_part(string id)
    {
        _plugins.Drop(PluginsFolder.BuiltPlugin(id));
        await using var host = await GenerationHost.StartAsync(_plugins);
        Assert.Equal((PluginStatus.Enabled, null), (host.Report(id).Status, host.Report(id).Message));
    }

    [Fact]
    public async Task A_disabled_plugin_is_listed_and_takes_no_part()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        await using var host = await GenerationHost.StartAsync(_plugins, new KeyValuePair<string, string?>("Crm:Plugins:Disabled", "acme.hello"));
        Assert.Equal(PluginStatus.Disabled, host.Report("acme.hello").Status);
        Assert.False(host.HasField("Contact", "helloGreeting"));
    }

    [Fact]
    public async Task Without_auto_enable_a_plugin_waits_until_it_is_named()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        var manual = new KeyValuePair<string, string?>("Crm:Plugins:AutoEnable", "false");
        await using (var waiting = await GenerationHost.StartAsync(_plugins, manual)) Assert.Contains("crm plugin enable acme.hello", waiting.Report("acme.hello").Message);
        await using var enabled = await GenerationHost.StartAsync(_plugins, manual, new("Crm:Plugins:Enabled:0", "acme.hello"));
        Assert.Equal(PluginStatus.Enabled, enabled.Report("acme.hello").Status);
    }

    [Fact]
    public async Task A_folder_that_holds_the_same_plugin_twice_uses_the_first()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        Directory.CreateDirectory(_plugins.FolderOf("copy"));
        foreach (var file in Directory.GetFiles(PluginsFolder.BuiltHello)) File.Copy(file, Path.Combine(_plugins.FolderOf("copy"), Path.GetFileName(file)));
        await using var host = await GenerationHost.StartAsync(_plugins);
        Assert.Equal([PluginStatus.Refused, PluginStatus.Enabled], host.Reports().Select(report => report.Status));
        Assert.Contains("lies twice", host.Reports()[0].Message);
    }

    [Fact]
    public async Task Two_plugins_use_different_versions_of_one_private_library()
    {
        CompileSpeaker("acme.old", new(1, 0, 0));
        CompileSpeaker("acme.new", new(2, 0, 0));
        await using var host = await GenerationHost.StartAsync(_plugins);
        using var lease = host.Generations.Lease();
        Assert.Equal(["acme.new 2.0.0", "acme.old 1.0.0"], lease.Generation.Plugins.Select(plugin => $"{plugin.Id} {plugin.Instance}"));
    }

    [Fact]
    public async Task A_plugin_uses_a_native_library_that_it_brings_along()
    {
        var any = NativeLibraries.Find(AppContext.BaseDirectory, "e_sqlite3")!;
        var own = Path.Combine(_plugins.FolderOf("acme.native"), Path.GetRelativePath(AppContext.BaseDirectory, any).Replace("e_sqlite3", "acmewords", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.GetDirectoryName(own)!);
        File.Copy(any, own);
        _plugins.Compile("acme.native", """
            public sealed class Native : CrmPlugin
            {
                [System.Runtime.InteropServices.DllImport("acmewords")] static extern int sqlite3_libversion_number();
                public override string ToString() => sqlite3_libversion_number().ToString();
            }
            """);
        await using var host = await GenerationHost.StartAsync(_plugins);
        using var lease = host.Generations.Lease();
        Assert.StartsWith("3", Assert.Single(lease.Generation.Plugins).Instance.ToString());
    }

    [Fact]
    public async Task A_plugin_uses_the_public_types_of_one_that_it_requires()
    {
        _plugins.Compile("acme.base", "public sealed class Base : CrmPlugin; public sealed record BaseWord(string Text);");
        _plugins.Compile("acme.user", "public sealed class User : CrmPlugin { public override string ToString() => new BaseWord(\"shared\").Text; }",
            manifest => manifest["requires"] = new System.Text.Json.Nodes.JsonArray(
                new System.Text.Json.Nodes.JsonObject { ["id"] = "acme.base", ["version"] = "^1.0" }),
            Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(Path.Combine(_plugins.FolderOf("acme.base"), "acme_base.dll")));
        await using var host = await GenerationHost.StartAsync(_plugins);
        using var lease = host.Generations.Lease();
        Assert.Equal("shared", lease.Generation.Plugins[^1].Instance.ToString());
    }

    [Fact]
    public async Task Plugins_may_all_register_what_their_libraries_need_of_the_framework_and_the_hosts_own_stays()
    {
        foreach (var id in new[] { "acme.one", "acme.two" })
            _plugins.Compile(id, """
                public sealed class Plugin : CrmPlugin
                {
                    public override void ConfigureServices(IServiceCollection services) => services.AddOptions().AddLogging().AddSingleton<TimeProvider>(new Stopped());
                    sealed class Stopped : TimeProvider;
                }
                """);
        await using var host = await GenerationHost.StartAsync(_plugins);
        using var lease = host.Generations.Lease();
        Assert.Equal(2, lease.Generation.Plugins.Count);
        Assert.Same(TimeProvider.System, lease.Generation.Services.GetRequiredService<TimeProvider>());
    }

    void CompileSpeaker(string id, Version version)
    {
        var library = Path.Combine(_plugins.FolderOf(id), "Acme.Words.dll");
        var reference = PluginsFolder.Library(library, $"namespace Acme {{ public static class Words {{ public static string Say => \"{version}\"; }} }}", version);
        _plugins.Compile(id, "public sealed class Speaker : CrmPlugin { public override string ToString() => Acme.Words.Say; }", null, reference);
    }
}
