using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Loyalty;

public sealed class UnloadTests
{
    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task After_use_and_removal_nothing_of_the_plugin_stays_in_memory(DatabaseKind database)
    {
        await using var host = await LoyaltyHost.StartAsync(database);
        await UseAsync(host);
        await host.Crm.Services.GetRequiredService<Server.Plugins.Generations>().SwapAsync(PluginCatalog.Empty, default);
        var contexts = host.Crm.Services.GetRequiredService<PluginContexts>();
        for (var round = 0; round < 30 && contexts.Alive > 0; round++)
        {
            // The dispatcher and the old generation let go when they come by.
            await Task.Delay(100);
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(0, contexts.Alive);
    }

    static async Task UseAsync(LoyaltyHost host)
    {
        var contact = await host.CreateContactAsync();
        await host.PurchaseAsync(contact, 100m);
        await host.HandledAsync();
        await host.RedeemAsync(contact, 30, "order-1");
        await host.LoyaltyAsync(contact);
        await host.Crm.QueryAsync(
            """
            { contacts(where: { loyalty: { balance: { gte: 1 } } }, order: [{ loyalty: { balance: DESC } }]) {
                nodes { loyalty { balance tier { code } } } } }
            """);
    }
}
