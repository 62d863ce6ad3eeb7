using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary>The sample as a user meets it: dropped into the folder of a server, asked over HTTP.</summary>
public sealed class HelloPluginTests : IDisposable
{
    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task It_greets_a_contact_in_its_language_or_the_one_asked_for()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = _plugins.Root });
        await host.QueryAsync("""mutation { createContact(input: { displayName: "张伟", language: "zh-Hans" }) { contact { id } } }""");
        var data = await host.QueryAsync("""{ contacts { nodes { helloGreeting german: helloGreeting(language: "de") } } }""");
        var contact = Assert.Single(data.GetProperty("contacts").GetProperty("nodes").EnumerateArray());
        Assert.Equal(("你好，张伟！", "Hallo, 张伟!"), (contact.GetProperty("helloGreeting").GetString(), contact.GetProperty("german").GetString()));
    }

    [Fact]
    public async Task It_comes_and_goes_with_its_folder_at_the_next_start()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = _plugins.Root });
        Assert.Equal(["GRAPHQL_VALIDATION_FAILED"], await AskAsync(host));
        _plugins.Drop(PluginsFolder.BuiltHello);
        await host.RestartAsync();
        Assert.Empty(await AskAsync(host));
        _plugins.Remove("acme.hello");
        await host.RestartAsync();
        Assert.Equal(["GRAPHQL_VALIDATION_FAILED"], await AskAsync(host));
    }

    [Fact]
    public async Task A_broken_neighbour_is_named_and_the_server_serves()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        _plugins.Compile("acme.bad", "public sealed class Bad : CrmPlugin { public Bad() => throw new InvalidOperationException(\"no luck\"); }");
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = _plugins.Root });
        var plugins = (await host.QueryAsync("{ plugins { id version status message } }")).GetProperty("plugins");
        Assert.Equal(["acme.bad FAILED", "acme.hello ENABLED"], plugins.EnumerateArray().Select(plugin => $"{plugin.GetProperty("id")} {plugin.GetProperty("status")}"));
        Assert.Contains("no luck", plugins[0].GetProperty("message").GetString());
        Assert.Empty(await AskAsync(host));
    }

    static async Task<IReadOnlyList<string?>> AskAsync(CrmTestHost host) => (await host.SendAsync("{ contacts { nodes { helloGreeting } } }")).Codes;
}
