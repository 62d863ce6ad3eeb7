using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Events;

/// <summary>
/// Reads the committed feed once for all subscribers of this process: they miss nothing that any node commits from the moment on at which
/// they listen, and may hear of what was committed just before. Records are read only for events that somebody wants.
/// </summary>
sealed class TopicBroadcaster(IHandlerSource source, CommitSignal signal, IOptions<DispatcherOptions> options, ILogger<TopicBroadcaster> log)
    : BackgroundService
{
    const int PageSize = 500;
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    readonly ConcurrentDictionary<Subscriber, bool> _subscribers = new();
    FeedPosition _position;

    public int SubscriberCount => _subscribers.Count;

    /// <summary>Goes on through changes of the generation, and keeps none of them.</summary>
    public IAsyncEnumerable<object> Listen(string topic, FieldArguments arguments, RequestScope scope, CancellationToken ct)
    {
        var subscriber = new Subscriber(topic, arguments);
        _subscribers.TryAdd(subscriber, true);
        ct.Register(() => _subscribers.TryRemove(subscriber, out _));
        return ListenAsync(subscriber, ct);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using (var lease = source.Lease())
        {
            await using var db = await lease.OpenAsync(cancellationToken);
            _position = await EventFeed.LastSettledAsync(db, cancellationToken);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var next = signal.Next;
            var result = await WorkAsync(ct);
            if (result != WorkResult.More)
                await Task.WhenAny(next, Task.Delay(result == WorkResult.Soon ? Soon : options.Value.PollInterval, ct));
        }
    }

    async IAsyncEnumerable<object> ListenAsync(Subscriber subscriber, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            await foreach (var e in subscriber.ReadAllAsync(ct)) yield return e;
        }
        finally
        {
            _subscribers.TryRemove(subscriber, out _);
        }
    }

    async Task<WorkResult> WorkAsync(CancellationToken ct)
    {
        try
        {
            using var lease = source.Lease();
            await using var db = await lease.OpenAsync(ct);
            return await SkipAsync(db, ct) ? WorkResult.Idle : await BroadcastAsync(db, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return WorkResult.Idle;
        }
        catch (Exception e)
        {
            log.LogError(e, "Events could not be read for subscriptions. It is tried again in {Pause}.", options.Value.PollInterval);
            return WorkResult.Idle;
        }
    }

    /// <summary>While nobody listens; whoever begins to in the meantime must not miss anything.</summary>
    async Task<bool> SkipAsync(CrmDb db, CancellationToken ct)
    {
        if (!_subscribers.IsEmpty) return false;
        var last = await EventFeed.LastSettledAsync(db, ct);
        if (!_subscribers.IsEmpty) return false;
        _position = last;
        return true;
    }

    async Task<WorkResult> BroadcastAsync(CrmDb db, CancellationToken ct)
    {
        var page = await EventFeed.ReadAsync(db, _position, PageSize, ct);
        var subscribers = _subscribers.Keys.ToArray();
        var wanted = page.Events.Where(row => subscribers.Any(subscriber => subscriber.Wants(row))).ToArray();
        var events = await EventHydrator.HydrateAsync(db, wanted, ct);
        foreach (var (row, e) in wanted.Zip(events))
            if (MessageOf(row, e) is { } message) Offer(row, message, subscribers);
        if (page.Events.Count > 0) _position = page.Events[^1].Position;
        return page.HasMore ? WorkResult.More : page.HoldsBack ? WorkResult.Soon : WorkResult.Idle;
    }

    /// <summary>A plugin's event is read when it is answered, by the generation that answers: until then no type of a plugin hangs on it.</summary>
    static object? MessageOf(OutboxEvent row, CrmEvent? e) => row.Kind == RecordKind.Plugin ? row : e;

    void Offer(OutboxEvent row, object e, Subscriber[] subscribers)
    {
        foreach (var subscriber in subscribers)
            if (subscriber.Wants(row) && !subscriber.Offer(e)) _subscribers.TryRemove(subscriber, out _);
    }
}
