using System.Net;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Security;

namespace Crm.Headless.Tests.Cli;

/// <summary><c>crm client</c> beside a running server.</summary>
public sealed class ClientCommandTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_client_that_was_created_comes_in_and_one_that_was_disabled_does_not(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var key = await RunAsync(host, "client", "create", "web shop", "--scopes", "contacts:read accounts:read", "--expires", "30");
        Assert.Matches("^crm_[A-Za-z0-9_-]{64}$", key);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(key));

        var second = await RunAsync(host, "client", "key", "web shop");
        var list = await RunAsync(host, "client", "list");
        Assert.Contains("web shop  active  whole organisation", list);
        Assert.Contains($"(...{second[^4..]})", list);
        Assert.DoesNotContain(key[10..40], list);

        var id = list.Split('\n').Single(line => line.Contains($"(...{key[^4..]})")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await RunAsync(host, "client", "revoke", id);
        await host.UntilRefusedAsync(key);
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync(second));

        await RunAsync(host, "client", "disable", "web shop");
        await host.UntilRefusedAsync(second);
    }

    [Fact]
    public async Task What_is_refused_is_said_as_the_API_says_it()
    {
        await using var host = await CrmTestHost.StartAsync();
        var (code, _, error) = await CommandLineTests.RunAsync(["client", "create", "shop", "--scopes", "contacts:raed", .. CommandLineTests.Settings(host.Database)]);
        Assert.Equal(1, code);
        Assert.Contains("There is no scope contacts:raed. Declared are: ", error);
    }

    [Fact]
    public async Task An_admin_key_that_was_revoked_stays_so_until_one_is_made()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var (_, key, _) = await CommandLineTests.RunAsync(["key", "reset", .. CommandLineTests.Settings(database)]);
        var (code, output, _) = await CommandLineTests.RunAsync(["key", "revoke", .. CommandLineTests.Settings(database)]);
        Assert.Equal(0, code);
        Assert.Contains("There is no admin key any more", output);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            SharedDatabase = database,
            Configure = builder => builder.Configuration["Crm:AdminKey"] = "",
        });
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(key.Trim()));
        var (_, next, _) = await CommandLineTests.RunAsync(["key", "reset", .. CommandLineTests.Settings(database)]);
        await Eventually.IsAsync(async () => await host.StatusAsync(next.Trim()) == HttpStatusCode.OK);
    }

    static async Task<string> RunAsync(CrmTestHost host, params string[] command)
    {
        var (code, output, error) = await CommandLineTests.RunAsync([.. command, .. CommandLineTests.Settings(host.Database)]);
        Assert.True(code == 0, error);
        return output.Trim();
    }
}
