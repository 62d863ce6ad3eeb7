using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>The packages that a node has unpacked.</summary>
public sealed class CacheTests
{
    [Fact]
    public async Task A_package_that_is_looked_at_stays_unpacked_while_the_node_follows_another_change()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var node = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = database });
        await using var other = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = database });
        var hash = await node.UploadAsync(Shelf.Two);
        await node.QueryAsync("query($input: PluginPlanInput!) { pluginPlan(input: $input) { problems } }", new { input = new { hash } });
        var cache = Path.Combine(node.Services.GetRequiredService<IConfiguration>()["Crm:DataFolder"]!, "plugin-cache");
        var (looked, written) = (Path.Combine(cache, hash), Directory.CreateDirectory(Path.Combine(cache, $"{hash}.0.partial")).FullName);
        var old = Directory.CreateDirectory(Path.Combine(cache, "old")).FullName;
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        await other.MustInstallAsync(Shelf.One);
        for (var attempt = 0; Directory.Exists(old); attempt++)
        {
            Assert.True(attempt < 600, "The node has not followed within 30 s.");
            await Task.Delay(50);
        }
        Assert.Equal((true, true), (Directory.Exists(looked), Directory.Exists(written)));

        // To be asked for counts as well as to be written.
        Directory.SetLastWriteTimeUtc(looked, DateTime.UtcNow.AddHours(-2));
        var packages = node.Services.GetRequiredService<PluginCache>();
        await packages.UnpackAsync(hash, default);
        packages.Keep(new HashSet<string>());
        Assert.True(Directory.Exists(looked));
    }
}
