using System.Text.Json;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Loyalty;

/// <summary>Servers that have nothing in common but a database.</summary>
public sealed class ServerRaceTests
{
    [Theory, OnPostgreSql]
    public async Task Two_servers_on_one_database_let_one_of_forty_spend(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var first = await LoyaltyHost.StartAsync(database);
        await using var second = await LoyaltyHost.StartAsync(database);
        var ann = await first.MemberAsync(100);
        var attempts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? first : second).RedeemAsync(ann, 100)));
        RaceTests.AssertOne(attempts.Select(attempt => attempt.GetProperty("errors")), "LoyaltyInsufficientPointsError");
        await RaceTests.AssertAddsUpAsync(second, ann, available: 0, redeemed: 100);
    }

    [Theory, OnPostgreSql]
    public async Task Two_server_processes_on_one_database_let_one_of_forty_spend(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await LoyaltyHost.StartAsync(database);
        var ann = await host.MemberAsync(100);
        using var plugins = new PluginsFolder();
        plugins.Drop(PluginsFolder.BuiltPlugin("crm.loyalty"));
        string[] settings =
            [$"--Crm:Plugins:Folder={plugins.Root}", "--Crm:Plugins:AutoEnable=true", "--Crm:GraphQL:MaxPluginFieldTime=00:00:30"];
        await using var first = await CrmProcess.StartAsync(database, settings);
        await using var second = await CrmProcess.StartAsync(database, settings);
        var attempts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => SpendAsync(i % 2 == 0 ? first : second, ann)));
        RaceTests.AssertOne(attempts, "LoyaltyInsufficientPointsError");
        await RaceTests.AssertAddsUpAsync(host, ann, available: 0, redeemed: 100);
    }

    static async Task<JsonElement> SpendAsync(CrmProcess server, string contactId) => (await server.QueryAsync(
        "mutation($input: LoyaltyRedeemInput!) { loyaltyRedeem(input: $input) { errors { __typename } } }",
        new { input = new { contactId, points = 100 } })).GetProperty("loyaltyRedeem").GetProperty("errors");
}
