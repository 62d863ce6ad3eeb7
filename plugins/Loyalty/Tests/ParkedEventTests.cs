using Crm.Headless.Server.Cli;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>What a plugin failed on can be seen, and handled again when somebody asks for it.</summary>
[Collection(nameof(TestsOfPoints))]
public sealed class ParkedEventTests(LoyaltyHosts hosts)
{
    const string Handler = "crm.loyalty/Crm.Headless.Loyalty.LoyaltyEarning";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_administrator_sees_them_and_has_them_handled_again(DatabaseKind database)
    {
        var host = await ParkedAsync(database);

        var data = await host.Crm.QueryAsync("{ parkedEvents { handler attempts events lastError } }");
        Assert.Equal(
            $$"""{"parkedEvents":[{"handler":"{{Handler}}","attempts":1,"events":1,"lastError":"IOException: The network was away."}]}""",
            data.ToString());
        Assert.Equal(0, await RetryAsync(host, "crm.loyalty/Nobody"));
        Assert.Equal(1, await RetryAsync(host, Handler));

        await host.UntilNothingIsParkedAsync();
        Assert.Equal("[]", (await host.Crm.QueryAsync("{ parkedEvents { handler } }")).GetProperty("parkedEvents").ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task So_does_somebody_at_the_command_line_while_the_server_runs(DatabaseKind database)
    {
        var host = await ParkedAsync(database);

        var list = await RunAsync(host, "events", "list");
        Assert.Contains(Handler, list);
        Assert.Contains("IOException: The network was away.", list);
        Assert.Contains("again: 1.", await RunAsync(host, "events", "retry", "--handler", Handler));

        await host.UntilNothingIsParkedAsync();
        Assert.Contains("No event is parked.", await RunAsync(host, "events", "list"));
    }

    async Task<LoyaltyHost> ParkedAsync(DatabaseKind database)
    {
        var host = await hosts.AfreshAsync(database);
        await host.PurchaseAsync(await host.CreateContactAsync(), 7m);
        await host.HandledAsync();
        await host.ParkLastEventAsync();
        return host;
    }

    static async Task<int> RetryAsync(LoyaltyHost host, string handler)
    {
        var data = await host.Crm.QueryAsync(
            "mutation($input: RetryParkedEventsInput!) { retryParkedEvents(input: $input) { retried } }", new { input = new { handler } });
        return data.GetProperty("retryParkedEvents").GetProperty("retried").GetInt32();
    }

    static async Task<string> RunAsync(LoyaltyHost host, params string[] command)
    {
        using var output = new StringWriter();
        var database = host.Crm.Database;
        var code = await CommandLine.RunAsync(
            [.. command, $"--Crm:Database:Provider={database.Kind}", $"--ConnectionStrings:Crm={database.ConnectionString}"],
            output, TextWriter.Synchronized(output), CancellationToken.None);
        Assert.True(code == 0, output.ToString());
        return output.ToString();
    }
}
