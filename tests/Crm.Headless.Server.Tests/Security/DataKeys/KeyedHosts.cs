using Crm.Headless.Server;
using Crm.Headless.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Crm.Headless.Tests.Security;

/// <summary>Hosts that find their data keys as an installation does: in a data folder of their own, or in the settings.</summary>
sealed class KeyedHosts(TestDatabase database) : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-test-keys-");

    public string File(string node = "node") => Path.Combine(_folder.FullName, node, "data-keys.json");

    public async Task<WebApplication> StartAsync(string node = "node", params (string Name, string Value)[] settings)
    {
        var app = CrmHost.Create([], builder => builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Crm:DataFolder", Path.Combine(_folder.FullName, node)),
            new("Crm:Database:Provider", database.Kind.ToString()),
            new("ConnectionStrings:Crm", database.ConnectionString),
            new("Crm:Plugins:Folder", Path.Combine(_folder.FullName, "plugins")),
            new("Logging:LogLevel:Default", "Warning"),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ]));
        await app.StartAsync();
        return app;
    }

    /// <summary>The settings of a command beside the host.</summary>
    public string[] Arguments(string node = "node") =>
    [
        $"--Crm:DataFolder={Path.Combine(_folder.FullName, node)}", $"--Crm:Database:Provider={database.Kind}",
        $"--ConnectionStrings:Crm={database.ConnectionString}", $"--Crm:Plugins:Folder={Path.Combine(_folder.FullName, "plugins")}",
    ];

    /// <summary>Settings that name these keys, the first the active one.</summary>
    public static (string, string)[] Keys(params (string Id, string Key)[] keys) =>
        [.. keys.SelectMany((key, i) => new[] { ($"Crm:Security:DataKeys:{i}:Id", key.Id), ($"Crm:Security:DataKeys:{i}:Key", key.Key) })];

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
