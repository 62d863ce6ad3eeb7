using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Events;

public sealed class CrmStoreTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Changes_that_meet_on_a_row_all_count(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contact = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await using var scope = fixture.First.Services.CreateAsyncScope();
                await IncrementAsync(scope.ServiceProvider.GetRequiredService<ICrmStore>(), contact);
            }
        })));

        await using var db = fixture.First.Open();
        Assert.Equal(20, (await db.Set<Tally>().SingleAsync()).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_failed_change_did_is_forgotten(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await using var scope = fixture.First.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ICrmStore>();

        await Assert.ThrowsAsync<FormatException>(() => store.ChangeAsync<int>(_ =>
        {
            store.Add(new Tally { ContactId = Guid.CreateVersion7() });
            throw new FormatException();
        }, default));
        await IncrementAsync(store, Guid.CreateVersion7());

        Assert.Equal(1, await store.Query<Tally>().CountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_row_is_found_as_it_was_left_by_the_change_so_far(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await using var scope = fixture.First.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ICrmStore>();
        var (stored, added) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await IncrementAsync(store, stored);

        await store.ChangeAsync(async ct =>
        {
            store.Add(new Tally { ContactId = added });
            Assert.NotNull(await store.FindAsync<Tally>(t => t.ContactId == added, ct));
            var row = await store.FindAsync<Tally>(t => t.Count == 1, ct);
            row!.Count = 2;
            Assert.Null(await store.FindAsync<Tally>(t => t.Count == 1, ct));
            Assert.Same(row, await store.FindAsync<Tally>(t => t.ContactId == stored && t.Count == 2, ct));
            store.Remove(row);
            Assert.Null(await store.FindAsync<Tally>(t => t.ContactId == stored, ct));
            return 0;
        }, default);

        Assert.Equal(added, (await store.Query<Tally>().SingleAsync()).ContactId);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_row_is_changed_also_when_its_condition_asks_other_rows(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await using var scope = fixture.First.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ICrmStore>();
        await IncrementAsync(store, Guid.CreateVersion7());

        await store.ChangeAsync(async ct =>
        {
            var row = await store.Track<Tally>().SingleAsync(tally => store.Query<Tally>().Any(other => other.ContactId == tally.ContactId), ct);
            return row.Count = 7;
        }, default);

        Assert.Equal(7, (await store.Query<Tally>().SingleAsync()).Count);
    }

    [Theory, OnSqlite]
    public async Task Records_of_core_are_not_to_be_changed(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await using var scope = fixture.First.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ICrmStore>();

        var refused = Assert.Throws<InvalidOperationException>(() => store.Add(new Contact()));

        Assert.Equal("Contact is a record of core. Read it with Query<Contact>(); change it through core's commands.", refused.Message);
        Assert.Throws<InvalidOperationException>(() => store.Track<Contact>());
        Assert.Equal(0, await store.Query<Contact>().CountAsync());
    }

    [Theory, OnSqlite]
    public async Task Outside_a_change_nothing_can_be_changed(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await using var scope = fixture.First.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ICrmStore>();

        var refused = Assert.Throws<InvalidOperationException>(() => store.Add(new Tally()));

        Assert.Contains("ChangeAsync", refused.Message);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_store_that_is_disposed_of_twice_leaves_the_next_one_its_context(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await using var firstScope = fixture.First.Services.CreateAsyncScope();
        await using var secondScope = fixture.First.Services.CreateAsyncScope();
        await using var thirdScope = fixture.First.Services.CreateAsyncScope();
        var (first, second, third) = (StoreOf(firstScope), StoreOf(secondScope), StoreOf(thirdScope));
        var pooled = first.Db;
        await first.DisposeAsync();
        Assert.Same(pooled, second.Db);

        await first.DisposeAsync();

        Assert.NotSame(pooled, third.Db);
        await IncrementAsync(second, Guid.CreateVersion7());
    }

    static CrmStore StoreOf(IServiceScope scope) => scope.ServiceProvider.GetRequiredService<CrmStore>();

    static Task<int> IncrementAsync(ICrmStore store, Guid contact) => store.ChangeAsync(async ct =>
    {
        var tally = await store.FindAsync<Tally>(t => t.ContactId == contact, ct);
        if (tally is null) store.Add(tally = new() { ContactId = contact });
        return ++tally.Count;
    }, default);
}
