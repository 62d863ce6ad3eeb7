using Crm.Headless.Server.Cli;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>Keys of the installation, and who gets tokens.</summary>
public sealed class AuditedKeyTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_the_command_line_does_to_keys_is_written_down_without_them(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var key = await RunAsync(host, "key", "reset");
        await RunAsync(host, "key", "revoke");
        await RunAsync(host, "key", "rotate-signing", "--at-once");

        var entries = await host.AuditOfKindAsync("KEY");

        Assert.Equal(["key reset", "key revoke", "key rotate-signing"], entries.Select(entry => entry.Text("operation")));
        Assert.All(entries, entry => Assert.Equal("crm", entry.Text("actor")));
        Assert.EndsWith(", at once", entries[2].Text("detail"));
        Assert.DoesNotContain(key.Split('\n')[0][10..30], await host.Database.DumpAsync("audit_entries"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Whoever_gets_a_token_is_written_down_by_id(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var contact = (await host.ChangeAsync("createContact", new { givenName = "Ada" }, "contact { id }")).Id();
        var shop = await host.CreateClientAsync(["contacts:read", "members:exchange"]);
        await host.AccessTokenAsync(shop);
        Assert.Equal(200, (await host.ExchangeAsync(shop, "contact", contact)).Status);

        const string Others = "SELECT COUNT(*) FROM audit_entries WHERE kind = 'SIGN_IN' AND actor <> 'admin' AND client_id IS";
        await Eventually.IsAsync(async () => await host.Database.ScalarAsync($"{Others} NOT NULL AND contact_id IS NOT NULL AND actor_kind = 'MEMBER'") == 1);
        Assert.Equal(0, await host.Database.ScalarAsync($"{Others} NULL"));
    }

    static async Task<string> RunAsync(CrmTestHost host, params string[] command)
    {
        using var output = new StringWriter();
        using var folder = new TemporaryFolder();
        var database = host.Database;
        var code = await CommandLine.RunAsync(
            [.. command, $"--Crm:Database:Provider={database.Kind}", $"--ConnectionStrings:Crm={database.ConnectionString}", $"--Crm:DataFolder={folder.Path}",
                $"--Crm:Plugins:Folder={folder.Path}", "--Crm:Security:DataKeys:0:Id=test", $"--Crm:Security:DataKeys:0:Key={database.DataKey}"],
            output, TextWriter.Synchronized(output), CancellationToken.None);
        Assert.True(code == 0, output.ToString());
        return output.ToString();
    }

    sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("crm-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
