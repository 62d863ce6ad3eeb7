using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Crm.Headless.Server.Tests.Events;

public sealed class EventOrderTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_change_that_commits_late_is_not_passed_by(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var node = fixture.First;
        var contacts = await node.AddContactsAsync(2);
        await node.StartAsync();

        await using var a = await OpenTransaction.BeginAsync(node, contacts[0], "a");
        var b = node.RecordAsync(contacts[1], "b");
        if (kind == DatabaseKind.PostgreSql) await b; // SQLite's other writers wait for a
        await Task.Delay(50);
        Assert.Equal("", await node.SeenAsync(contacts[0]));
        await a.CommitAsync();
        await b;

        Assert.Empty(await node.WaitUntilHandledAsync());
        Assert.Equal("a", await node.SeenAsync(contacts[0]));
        Assert.Equal("b", await node.SeenAsync(contacts[1]));
    }

    [Theory, OnPostgreSql]
    public async Task A_change_that_waited_for_another_one_comes_after_it_whichever_transaction_began_first(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var node = fixture.First;
        var contacts = await node.AddContactsAsync(3);

        await using var oldest = await OpenTransaction.BeginAsync(node, contacts[0], "oldest");
        await using var bystander = await OpenTransaction.BeginAsync(node, contacts[1], "bystander");
        await node.RecordAsync(contacts[2], "first");
        await oldest.CommitAsync(db => db.Record(contacts[2], "second"));
        await node.StartAsync();
        await Task.Delay(50);
        await bystander.CommitAsync();

        Assert.Empty(await node.WaitUntilHandledAsync());
        Assert.Equal("first second", await node.SeenAsync(contacts[2]));
        Assert.Equal("oldest", await node.SeenAsync(contacts[0]));
    }

    [Theory, OnSqlite(1), OnSqlite(2), OnPostgreSql(3), OnPostgreSql(4)]
    public async Task Every_event_takes_effect_once_and_in_the_order_of_its_contact(DatabaseKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var nodes = new List<Node> { fixture.First };
        if (kind == DatabaseKind.PostgreSql) nodes.Add(fixture.AddNode([typeof(CountRecorded)]));
        var contacts = await fixture.First.AddContactsAsync(8);
        foreach (var node in nodes) await node.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(() => WriteAsync(nodes[writer % nodes.Count], contacts, new Random((seed * 100) + writer)))));
        foreach (var node in nodes) Assert.Empty(await node.WaitUntilHandledAsync());

        await using var db = fixture.First.Open();
        foreach (var contact in await db.Set<Contact>().ToListAsync())
        {
            var changes = contact.Version - 1;
            Assert.Equal(string.Join(' ', Enumerable.Range(2, changes)), await fixture.First.SeenAsync(contact.Id));
        }
        Assert.Equal(await db.Set<OutboxEvent>().CountAsync(), await db.Set<Entry>().CountAsync());
    }

    /// <summary>Transactions of one to four changes; every change locks its contact, whose version tells the order.</summary>
    static async Task WriteAsync(Node node, Guid[] contacts, Random random)
    {
        for (var i = 0; i < 40; i++)
        {
            var chosen = random.GetItems(contacts, random.Next(1, 5)).Distinct().Order().ToArray();
            var pause = random.Next(4);
            await node.CommitAsync(async db =>
            {
                foreach (var id in chosen)
                {
                    var contact = db.Set<Contact>().Where(contact => contact.Id == id);
                    await contact.ExecuteUpdateAsync(row => row.SetProperty(c => c.Version, c => c.Version + 1));
                    db.Record(id, $"{await contact.Select(c => c.Version).SingleAsync()}");
                    await Task.Delay(pause);
                }
            });
        }
    }
}

/// <summary>A transaction that has written an event and is not yet committed.</summary>
sealed class OpenTransaction : IAsyncDisposable
{
    readonly TaskCompletionSource<Action<CrmDb>> _commit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task _done = Task.CompletedTask;

    public static async Task<OpenTransaction> BeginAsync(Node node, Guid contactId, string subject)
    {
        var open = new OpenTransaction();
        open._done = node.CommitAsync(async db =>
        {
            db.Record(contactId, subject);
            await db.SaveChangesAsync();
            open._written.TrySetResult();
            (await open._commit.Task)(db);
        });
        await open._written.Task;
        return open;
    }

    public Task CommitAsync() => CommitAsync(_ => { });

    public Task CommitAsync(Action<CrmDb> last)
    {
        _commit.TrySetResult(last);
        return _done;
    }

    public async ValueTask DisposeAsync() => await CommitAsync();
}
