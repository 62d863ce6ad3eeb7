using System.Security.Claims;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Events;

public sealed class SubscriptionTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_subscriber_hears_what_is_committed_from_then_on_by_any_node(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var other = fixture.AddNode([]);
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.RecordAsync(contacts[0], "before");
        await fixture.First.WaitUntilSettledAsync();
        await fixture.First.StartTopicsAsync();

        await using var events = Listen(fixture.First, FieldArguments.None);
        await fixture.First.RecordAsync(contacts[0], "own");
        await other.RecordAsync(contacts[0], "other");

        Assert.Equal("own", await NextAsync(events));
        Assert.Equal("other", await NextAsync(events));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_subscriber_hears_only_of_the_contact_that_it_asked_for(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contacts = await fixture.First.AddContactsAsync(2);
        await fixture.First.StartTopicsAsync();

        await using var events = Listen(fixture.First, new([new("contactId", new ScalarType("ID"))], [contacts[1]], [true]));
        await fixture.First.RecordAsync(contacts[0], "of another");
        await fixture.First.RecordAsync(contacts[1], "wanted");

        Assert.Equal("wanted", await NextAsync(events));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_subscriber_that_is_too_slow_is_ended_and_told_so(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.StartTopicsAsync();

        await using var events = Listen(fixture.First, FieldArguments.None);
        var topics = fixture.First.Services.GetRequiredService<TopicBroadcaster>();
        await fixture.First.RecordAsync(contacts[0], [.. Enumerable.Range(0, Subscriber.MaxWaiting + 1).Select(i => $"{i}")]);
        for (var i = 0; topics.SubscriberCount > 0 && i < 600; i++) await Task.Delay(50);

        for (var i = 0; i < Subscriber.MaxWaiting; i++) Assert.Equal($"{i}", await NextAsync(events));
        var end = await Assert.ThrowsAsync<SubscriberTooSlowException>(() => NextAsync(events));
        Assert.Equal("SUBSCRIPTION_TOO_SLOW", end.Code);
    }

    [Theory, OnSqlite]
    public async Task A_subscriber_that_leaves_is_forgotten(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var topics = fixture.First.Services.GetRequiredService<TopicBroadcaster>();
        using var leaving = new CancellationTokenSource();

        var events = topics.Listen("interactionRecorded", FieldArguments.None, new(fixture.First.Services, new ClaimsPrincipal()), leaving.Token);
        Assert.Equal(1, topics.SubscriberCount);
        await leaving.CancelAsync();

        Assert.Equal(0, topics.SubscriberCount);
        Assert.NotNull(events);
    }

    static IAsyncEnumerator<object> Listen(Node node, FieldArguments arguments) => node.Services.GetRequiredService<TopicBroadcaster>()
        .Listen("interactionRecorded", arguments, new(node.Services, new ClaimsPrincipal()), default).GetAsyncEnumerator();

    static async Task<string?> NextAsync(IAsyncEnumerator<object> events)
    {
        var next = events.MoveNextAsync().AsTask();
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30)));
        return ((InteractionRecorded)events.Current).Interaction.Subject;
    }
}
