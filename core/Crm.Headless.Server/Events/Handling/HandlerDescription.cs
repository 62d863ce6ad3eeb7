namespace Crm.Headless.Server.Events;

/// <summary>A plugin's class that handles events, of one or several types.</summary>
sealed class HandlerDescription
{
    static readonly Type[] KnownEvents =
        [.. typeof(CrmEvent).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(CrmEvent)) && !type.IsAbstract)];

    readonly ObjectFactory _factory;
    readonly HashSet<Type> _events;

    HandlerDescription(string plugin, Type type, HashSet<Type> events)
    {
        Plugin = plugin;
        Name = $"{plugin}/{type.FullName}";
        _events = events;
        _factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
    }

    public string Plugin { get; }

    /// <summary>Stays the same over versions of the plugin and restarts of the host: its checkpoint is found by it.</summary>
    public string Name { get; }

    /// <summary>Those among the types that handle events.</summary>
    public static IEnumerable<HandlerDescription> Find(string plugin, IEnumerable<Type> types) =>
        from type in types
        where type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        let events = KnownEvents.Where(e => type.IsAssignableTo(typeof(IEventHandler<>).MakeGenericType(e))).ToHashSet()
        where events.Count > 0
        select new HandlerDescription(plugin, type, events);

    public bool Handles(OutboxEvent row) => _events.Contains(EventHydrator.TypeOf(row));

    public async Task HandleAsync(CrmEvent e, IServiceProvider services, CancellationToken ct)
    {
        var handler = _factory(services, null);
        try
        {
            await CallAsync(handler, e, ct);
        }
        finally
        {
            if (handler is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (handler as IDisposable)?.Dispose();
        }
    }

    static Task CallAsync(object handler, CrmEvent e, CancellationToken ct) => e switch
    {
        InteractionRecorded recorded => ((IEventHandler<InteractionRecorded>)handler).HandleAsync(recorded, ct),
        InteractionCorrected corrected => ((IEventHandler<InteractionCorrected>)handler).HandleAsync(corrected, ct),
        ContactChanged changed => ((IEventHandler<ContactChanged>)handler).HandleAsync(changed, ct),
        ContactDeleted deleted => ((IEventHandler<ContactDeleted>)handler).HandleAsync(deleted, ct),
        AccountChanged changed => ((IEventHandler<AccountChanged>)handler).HandleAsync(changed, ct),
        AccountDeleted deleted => ((IEventHandler<AccountDeleted>)handler).HandleAsync(deleted, ct),
        _ => throw new InvalidOperationException($"{e.GetType().Name} is not among the events that the dispatcher knows."),
    };
}
