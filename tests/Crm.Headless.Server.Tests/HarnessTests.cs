using Crm.Headless.Testing;

namespace Crm.Headless.Tests;

public sealed class HarnessTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_host_on_a_throw_away_database_answers(DatabaseKind database)
    {
        await using var host = await CrmTestHost.StartAsync(database);
        var data = await host.QueryAsync("{ __typename }");
        Assert.Equal("Query", data.GetProperty("__typename").GetString());
    }
}
