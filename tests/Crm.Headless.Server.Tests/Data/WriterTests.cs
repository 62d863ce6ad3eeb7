using Crm.Headless.Testing;
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
}
