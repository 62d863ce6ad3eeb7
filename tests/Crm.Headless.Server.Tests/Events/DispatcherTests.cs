using System.Data.Common;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crm.Headless.Server.Tests.Events;

public sealed class DispatcherTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_poisonous_event_stops_its_own_contact_and_nobody_else(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var node = fixture.First;
        var contacts = await node.AddContactsAsync(2);
        fixture.Script.Poison["bad"] = true;
        await node.RecordAsync(contacts[0], "good", "bad", "after");
        await node.RecordAsync(contacts[1], "other");
        await node.RecordAsync(contacts[0], "last");
        await node.StartAsync();

        var parked = Assert.Single(await node.WaitUntilHandledAsync());

        Assert.Equal("good", await node.SeenAsync(contacts[0]));
        Assert.Equal("other", await node.SeenAsync(contacts[1]));
        Assert.Equal((contacts[0], 3, 1), (parked.Lane, parked.Events, parked.Attempts));
        Assert.Equal("FormatException: bad can't be digested", parked.LastError);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_parked_event_is_tried_again_and_the_events_behind_it_follow_in_order(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var node = fixture.First;
        var contacts = await node.AddContactsAsync(1);
        fixture.Script.Poison["2"] = true;
        await node.RecordAsync(contacts[0], "1", "2", "3");
        await node.StartAsync();
        Assert.Single(await node.WaitUntilHandledAsync());
        await node.RecordAsync(contacts[0], "4");
        Assert.Single(await node.WaitUntilHandledAsync());

        fixture.Script.Poison.Clear();
        fixture.Clock.Move(TimeSpan.FromMinutes(1));
        await Until(async () => await node.SeenAsync(contacts[0]) == "1 2 3 4");

        Assert.Empty(await node.WaitUntilHandledAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_parked_stays_parked_over_a_restart_and_is_left_alone_after_too_many_attempts(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var contacts = await fixture.First.AddContactsAsync(1);
        fixture.Script.Poison["bad"] = true;
        await fixture.First.RecordAsync(contacts[0], "bad");
        await fixture.First.StartAsync();
        Assert.Single(await fixture.First.WaitUntilHandledAsync());
        await fixture.First.StopAsync();

        var second = fixture.AddNode([typeof(CountRecorded)]);
        await second.StartAsync();
        await Until(async () =>
        {
            fixture.Clock.Move(TimeSpan.FromHours(2));
            await Task.Delay(20);
            return (await second.WaitUntilHandledAsync()).Single().NextAt is null;
        });

        Assert.Equal(new DispatcherOptions().MaxAttempts, (await second.WaitUntilHandledAsync()).Single().Attempts);
        Assert.Equal("", await second.SeenAsync(contacts[0]));
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgreSql(false), OnPostgreSql(true)]
    public async Task A_node_that_dies_around_its_commit_doubles_nothing(DatabaseKind kind, bool afterwards)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.RecordAsync(contacts[0], "1", "2", "3");

        var breaking = fixture.AddNode([typeof(CountRecorded)], new BreakingCommit(afterwards));
        await breaking.StartAsync();
        Assert.Empty(await breaking.WaitUntilHandledAsync());

        Assert.Equal("1 2 3", await fixture.First.SeenAsync(contacts[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_restarted_node_goes_on_where_the_last_one_stopped(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.StartAsync();
        await fixture.First.RecordAsync(contacts[0], "1", "2");
        await fixture.First.WaitUntilHandledAsync();
        await fixture.First.StopAsync();
        await fixture.First.RecordAsync(contacts[0], "3");
        fixture.Script.Called.Clear();

        var second = fixture.AddNode([typeof(CountRecorded)]);
        await second.StartAsync();
        await second.WaitUntilHandledAsync();

        Assert.Single(fixture.Script.Called);
        Assert.Equal("1 2 3", await second.SeenAsync(contacts[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Two_nodes_share_the_work_and_double_nothing(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var contacts = await fixture.First.AddContactsAsync(20);
        Node[] nodes = [fixture.First, fixture.AddNode([typeof(CountRecorded)])];
        foreach (var node in nodes) await node.StartAsync();

        for (var i = 1; i <= 10; i++)
            foreach (var (index, contact) in contacts.Index())
                await nodes[index % 2].RecordAsync(contact, $"{i}");
        foreach (var node in nodes) Assert.Empty(await node.WaitUntilHandledAsync());

        foreach (var contact in contacts) Assert.Equal("1 2 3 4 5 6 7 8 9 10", await fixture.First.SeenAsync(contact));
    }

    [Theory, OnPostgreSql]
    public async Task A_node_wakes_the_others_without_waiting_for_their_next_look(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        fixture.PollInterval = "00:10:00";
        var worker = fixture.AddNode([typeof(CountRecorded)]);
        var contacts = await fixture.First.AddContactsAsync(1);
        await worker.StartListeningAsync();
        await fixture.First.StartListeningAsync();
        await worker.StartAsync();
        await worker.WaitUntilHandledAsync();
        await Task.Delay(500);

        await fixture.First.RecordAsync(contacts[0], "told");

        await Until(async () => await worker.SeenAsync(contacts[0]) == "told");
    }

    [Theory, OnPostgreSql]
    public async Task A_database_that_was_restored_into_another_cluster_goes_on_in_order(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountRecorded));
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.RecordAsync(contacts[0], "old");
        await using (var db = fixture.First.Open())
            await db.Set<OutboxEvent>().ExecuteUpdateAsync(row => row.SetProperty(e => e.TransactionId, e => e.TransactionId + 1_000_000_000));

        await fixture.First.StartAsync();
        await fixture.First.RecordAsync(contacts[0], "new");
        Assert.Empty(await fixture.First.WaitUntilHandledAsync());

        Assert.Equal("old new", await fixture.First.SeenAsync(contacts[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_handler_that_reads_its_own_rows_finds_those_of_the_events_before(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind, typeof(CountByReading));
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.RecordAsync(contacts[0], [.. Enumerable.Range(0, 30).Select(i => $"{i}")]);
        await fixture.First.StartAsync();

        Assert.Empty(await fixture.First.WaitUntilHandledAsync());

        await using var db = fixture.First.Open();
        Assert.Equal(30, (await db.Set<Tally>().SingleAsync()).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_handler_gets_every_event_from_the_first_one_on(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.StartAsync();
        await fixture.First.RecordAsync(contacts[0], "1", "2");
        await fixture.First.WaitUntilHandledAsync();

        var upgraded = fixture.AddNode([typeof(CountRecorded)]);
        await upgraded.StartAsync();
        await upgraded.WaitUntilHandledAsync();

        Assert.Equal("1 2", await upgraded.SeenAsync(contacts[0]));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_handler_that_blocks_fails_and_keeps_no_other_waiting(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        fixture.HandlerTimeout = "00:00:01";
        var node = fixture.AddNode([typeof(BlockForever), typeof(CountRecorded)]);
        var contacts = await node.AddContactsAsync(1);
        await node.RecordAsync(contacts[0], "1", "2");
        await node.StartAsync();
        try
        {
            await Until(async () => await node.SeenAsync(contacts[0]) == "1 2");
            var parked = Assert.Single(await node.WaitUntilHandledAsync());
            Assert.Contains(nameof(BlockForever), parked.Handler);
            Assert.StartsWith("TimeoutException: The handler took longer than 1 s", parked.LastError);
        }
        finally
        {
            fixture.Script.Release.Set();
        }
    }

    static async Task Until(Func<Task<bool>> isSo)
    {
        for (var i = 0; !await isSo(); i++)
        {
            Assert.True(i < 600, "It did not happen within 30 s.");
            await Task.Delay(50);
        }
    }
}

/// <summary>The first commit fails, before or after it took place.</summary>
sealed class BreakingCommit(bool afterwards) : DbTransactionInterceptor
{
    int _left = 2; // the first one adds the checkpoint

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        !afterwards && --_left == 0 ? throw new IOException("The node died before its commit.") : new(result);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        afterwards && --_left == 0 ? throw new IOException("The node died after its commit.") : Task.CompletedTask;
}
