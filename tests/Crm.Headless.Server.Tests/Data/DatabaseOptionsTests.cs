using Crm.Headless.Server.Data;
using Microsoft.Extensions.Configuration;

namespace Crm.Headless.Server.Tests.Data;

public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData(null, null, "Sqlite")]
    [InlineData("Data Source=a.db", null, "Sqlite")]
    [InlineData("Host=localhost;Database=crm", null, "PostgreSql")]
    [InlineData("Host=localhost;Database=crm", "postgresql", "PostgreSql")]
    public void The_provider_follows_from_the_connection_string(string? connection, string? provider, string expected)
        => Assert.Equal(expected, Read(connection, provider).Provider.ToString());

    [Theory]
    [InlineData("Host=localhost", "sqlite", "ConnectionStrings:Crm")]
    [InlineData("Data Source=a.db", "postgresql", "ConnectionStrings:Crm")]
    [InlineData("Data Source=a.db", "mysql", "Crm:Database:Provider")]
    [InlineData("nonsense", null, "ConnectionStrings:Crm")]
    public void A_setting_that_can_not_be_used_is_named(string? connection, string? provider, string setting)
        => Assert.Contains(setting, Assert.Throws<DatabaseSettingException>(() => Read(connection, provider)).Message);

    [Fact]
    public async Task A_server_that_is_down_is_named_with_the_remedy()
    {
        await using var database = new Database(new DatabaseOptions(DatabaseProvider.PostgreSql, "Host=127.0.0.1;Port=1;Username=crm;Database=crm"));

        var error = await Assert.ThrowsAsync<DatabaseUnreachableException>(() => new Migrator(database).MigrateAsync([], default));

        Assert.StartsWith("PostgreSQL at 127.0.0.1:1 (database \"crm\", user \"crm\") can't be used: ", error.Message);
    }

    static DatabaseOptions Read(string? connection, string? provider) => DatabaseOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Crm"] = connection, ["Crm:Database:Provider"] = provider })
        .Build());
}
