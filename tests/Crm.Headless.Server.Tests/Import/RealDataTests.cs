using System.Globalization;
using System.Text;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Import;

public sealed class RealDataTests
{
    const string Companies = "data/northwind/customers.csv";
    const string Orders = "data/northwind/orders.csv";
    const string Cdnow = "data/cdnow/CDNOW_master.txt";

    [SharedDataTheory(Companies), OnSqlite, OnPostgreSqlAtLength]
    public async Task Northwind_gives_its_companies_people_and_orders_however_often_it_is_imported(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        using var crm = new CrmCommand(database);
        for (var i = 0; i < 2; i++)
        {
            await ImportAsync(crm, crm.Copy(SharedFolder.Get(Companies)), "northwind-customers.json");
            await ImportAsync(crm, crm.Copy(SharedFolder.Get(Orders)), "northwind-orders.json");
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

    /// <param name="every">Of so many customers one.</param>
    [SharedDataTheory(Cdnow), OnSqlite(50), OnPostgreSql(50), OnSqliteAtLength(1), OnPostgreSqlAtLength(1)]
    public async Task Cdnow_killed_halfway_and_imported_again_gives_every_purchase_and_point_once(DatabaseKind kind, int every)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        using var crm = new CrmCommand(database);
        var lines = File.ReadLines(SharedFolder.Get(Cdnow)).ToList();
        var kept = lines.Skip(1).Where(line => int.Parse(Columns(line)[0], CultureInfo.InvariantCulture) % every == 0).ToList();
        var file = crm.Write("CDNOW_master.txt", Encoding.UTF8.GetBytes(string.Join('\n', kept.Prepend(lines[0])) + "\n"));

        using (var import = crm.Start("import", file, "--map", CrmCommand.Map("cdnow.json")))
        {
            await UntilAsync(async () => await CountAsync(database, "interactions") > kept.Count / 7, import);
            import.Kill();
            await import.WaitForExitAsync();
        }
        Assert.InRange(await CountAsync(database, "interactions"), kept.Count / 7, kept.Count - 1);

        await ImportAsync(crm, file, "cdnow.json");
        await AssertTotalsAsync(database, kept);
        var again = await ImportAsync(crm, file, "cdnow.json");
        await AssertTotalsAsync(database, kept);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Customers(kept):N0} unchanged"), again);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{kept.Count:N0} already recorded"), again);
    }

    static async Task AssertTotalsAsync(TestDatabase database, List<string> lines)
    {
        var amounts = lines.ConvertAll(line => decimal.Parse(Columns(line)[3], CultureInfo.InvariantCulture));
        Assert.Equal(Customers(lines), await CountAsync(database, "contacts"));
        Assert.Equal(lines.Count, await CountAsync(database, "interactions"));
        Assert.Equal(amounts.Count(amount => amount == 0), await database.ScalarAsync("SELECT COUNT(*) FROM interactions WHERE amount = 0"));
        // Amounts are stored in 1/10,000 of a dollar.
        Assert.Equal((long)(amounts.Sum() * 10_000), await database.ScalarAsync("SELECT SUM(amount) FROM interactions"));
        var points = amounts.Sum(amount => (long)amount);
        Assert.Equal(points, await database.ScalarAsync("SELECT SUM(balance) FROM loyalty_accounts"));
        Assert.Equal(points, await database.ScalarAsync("SELECT -SUM(issued) FROM loyalty_transactions"));
    }

    static int Customers(List<string> lines) => lines.Select(line => Columns(line)[0]).Distinct().Count();

    static string[] Columns(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static async Task<string> ImportAsync(CrmCommand crm, string file, string map)
    {
        var (exitCode, output) = await crm.RunAsync("import", file, "--map", CrmCommand.Map(map));
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
