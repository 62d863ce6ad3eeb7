using Crm.Headless.Testing;

namespace Crm.Headless.Tests;

public sealed class HarnessTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_throw_away_database_can_be_made(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        Assert.NotEmpty(database.ConnectionString);
    }
}
