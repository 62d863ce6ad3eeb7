using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Import;

public sealed class RealDataTests
{
    const string Customers = "data/northwind/customers.csv";
    const string Orders = "data/northwind/orders.csv";
    const string Cdnow = "data/cdnow/CDNOW_master.txt";

    [SharedDataTheory(Customers), OnSqlite, OnPostgreSql]
    public async Task Northwind_gives_its_companies_people_and_orders_however_often_it_is_imported(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        using var crm = new CrmCommand(database);
        for (var i = 0; i < 2; i++)
        {
            await ImportAsync(crm, SharedFolder.Get(Customers), "northwind-customers.json");
            await ImportAsync(crm, SharedFolder.Get(Orders), "northwind-orders.json");
        }

        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { SharedDatabase = database, PluginsFolder = CrmCommand.Plugins });
        var data = await host.QueryAsync("""
            {
              accounts { totalCount }
              contacts { totalCount }
              purchases: interactions(where: { kind: { eq: PURCHASE } }) { totalCount }
              alfreds: contacts(where: { account: { name: { eq: "Alfreds Futterkiste" } } }) {
                nodes { displayName jobTitle phone account { address { city } } interactions { totalCount } }
              }
            }
            """);
        Assert.Equal(93, data.GetProperty("accounts").GetProperty("totalCount").GetInt32());
        Assert.Equal(93, data.GetProperty("contacts").GetProperty("totalCount").GetInt32());
        Assert.Equal(830, data.GetProperty("purchases").GetProperty("totalCount").GetInt32());
        var maria = Assert.Single(data.Nodes("alfreds"));
        Assert.Equal("Maria Anders", maria.Text("displayName"));
        Assert.Equal("030-0074321", maria.Text("phone"));
        Assert.Equal("Berlin", maria.GetProperty("account").GetProperty("address").Text("city"));
    }

    [SharedDataTheory(Cdnow), OnSqlite, OnPostgreSql]
    public async Task Cdnow_killed_halfway_and_imported_again_gives_every_purchase_and_point_once(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        using var crm = new CrmCommand(database);
        var file = crm.Copy(SharedFolder.Get(Cdnow));

        using (var import = crm.Start("import", file, "--map", CrmCommand.Map("cdnow.json")))
        {
            await UntilAsync(async () => await CountAsync(database, "interactions") > 10_000, import);
            import.Kill();
            await import.WaitForExitAsync();
        }
        Assert.InRange(await CountAsync(database, "interactions"), 10_001, 69_658);

        await ImportAsync(crm, file, "cdnow.json");
        await AssertTotalsAsync(database);
        var again = await ImportAsync(crm, file, "cdnow.json");
        await AssertTotalsAsync(database);
        Assert.Contains("23,570 unchanged", again);
        Assert.Contains("69,659 already recorded", again);
    }

    static async Task AssertTotalsAsync(TestDatabase database)
    {
        Assert.Equal(23_570, await CountAsync(database, "contacts"));
        Assert.Equal(69_659, await CountAsync(database, "interactions"));
        Assert.Equal(80, await database.ScalarAsync("SELECT COUNT(*) FROM interactions WHERE amount = 0"));
        // Amounts are stored in 1/10,000 of a dollar.
        Assert.Equal(25_003_156_300, await database.ScalarAsync("SELECT SUM(amount) FROM interactions"));
        Assert.Equal(2_453_159, await database.ScalarAsync("SELECT SUM(balance) FROM loyalty_accounts"));
        Assert.Equal(2_453_159, await database.ScalarAsync("SELECT SUM(points) FROM loyalty_entries"));
    }

    static async Task<string> ImportAsync(CrmCommand crm, string file, string map)
    {
        var (exitCode, output) = await crm.RunAsync("import", crm.Copy(file), "--map", CrmCommand.Map(map));
        Assert.True(exitCode == 0, output);
        return output;
    }

    static async Task<long> CountAsync(TestDatabase database, string table)
    {
        try
        {
            return await database.ScalarAsync($"SELECT COUNT(*) FROM {table}");
        }
        catch (System.Data.Common.DbException)
        {
            return 0; // The tables aren't there yet.
        }
    }

    static async Task UntilAsync(Func<Task<bool>> condition, System.Diagnostics.Process process)
    {
        while (!await condition())
        {
            Assert.False(process.HasExited, "The import ended before it could be killed.");
            await Task.Delay(50);
        }
    }
}
