using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Tests.Data;

public sealed class WriterTests
{
    [Fact]
    public async Task A_writer_of_another_process_is_waited_for()
    {
        await using var fixture = await DataFixture.CreateAsync(DatabaseKind.Sqlite);
        await using var other = (SqliteConnection)await fixture.Database.OpenAsync(default);
        await using var held = other.BeginTransaction();

        var write = fixture.WriteAsync(db => db.Add(Samples.Contact("Patient")));
        await Task.Delay(TimeSpan.FromSeconds(2)); // longer than the provider waits by itself
        Assert.False(write.IsCompleted);
        await held.RollbackAsync();
        await write;

        await using var reads = fixture.Read();
        Assert.Equal("Patient", (await reads.Set<Contact>().SingleAsync()).DisplayName);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task However_many_write_to_one_record_at_the_same_time_each_of_them_succeeds(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var contact = (await host.ChangeAsync("createContact", new { givenName = "Busy" }, "contact { id }")).Id();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            for (var i = 0; i < 5; i++) await host.ChangeAsync("updateContact", new { id = contact, givenName = $"Writer {writer} {i}" }, "contact { id }");
        }));

        var data = await host.QueryAsync("query($id: ID!) { contact(id: $id) { version } }", new { id = contact });
        Assert.Equal(1 + 16 * 5, data.GetProperty("contact").GetProperty("version").GetInt32());
    }
}
