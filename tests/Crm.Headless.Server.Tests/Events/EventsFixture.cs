using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Crm.Headless.Server.Tests.Data;
using Crm.Headless.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Server.Tests.Events;

/// <summary>A database on which nodes work the handlers of <see cref="CountingPlugin"/>.</summary>
sealed class EventsFixture : IAsyncDisposable
{
    readonly TestDatabase _test;
    readonly List<Node> _nodes = [];

    EventsFixture(TestDatabase test) => _test = test;

    public MovableClock Clock { get; } = new();
    public Script Script { get; } = new();

    /// <summary>Of nodes that are added from now on.</summary>
    public string PollInterval { get; set; } = "00:00:01";

    /// <summary>Of nodes that are added from now on.</summary>
    public string HandlerTimeout { get; set; } = "00:00:30";

    /// <summary>The node that writes; its dispatcher runs when it is started.</summary>
    public Node First => _nodes[0];

    public static async Task<EventsFixture> CreateAsync(DatabaseKind kind, params Type[] handlers)
    {
        var fixture = new EventsFixture(await TestDatabase.CreateAsync(kind));
        var node = fixture.AddNode(handlers);
        await new Migrator(node.Database).MigrateAsync([CountingPlugin.Migrations], default);
        return fixture;
    }

    /// <summary>Another process on the same database.</summary>
    public Node AddNode(Type[] handlers, params IInterceptor[] interceptors)
    {
        var node = new Node(new Database(_test.Options, null, interceptors), handlers, Clock, Script, PollInterval, HandlerTimeout);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _test.DisposeAsync();
    }
}

/// <summary>What a process of the host is to events, with one generation that never changes.</summary>
sealed class Node : IHandlerSource, IAsyncDisposable
{
    readonly CrmContexts _contexts;
    readonly ServiceProvider _services;
    readonly HandlerDescription[] _handlers;

    public Node(Database database, Type[] handlers, TimeProvider clock, Script script, string poll, string timeout)
    {
        Database = database;
        _contexts = new CrmContexts(database, TestKeys.Protector, [CountingPlugin.Model]);
        _handlers = [.. HandlerDescription.Find(CountingPlugin.Id, handlers, PluginEventTypes.None)];
        _services = new ServiceCollection()
            .AddSingleton(database).AddSingleton(clock).AddSingleton(script).AddSingleton<CommitSignal>()
            .AddSingleton<IHandlerSource>(this).AddSingleton<IDbContextFactory<CrmDb>>(_contexts.Factory)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection([new("Crm:Events:PollInterval", poll), new("Crm:Events:HandlerTimeout", timeout), new("Crm:Faults:ShowMessages", "true")]).Build())
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole())
            .AddSingleton<AuditBuffer>().AddSingleton<AuditLog>()
            .AddSecurity().AddData().AddEvents().AddEventDispatcher()
            .BuildServiceProvider();
    }

    public Database Database { get; }
    public IServiceProvider Services => _services;
    public EventDispatcher Dispatcher => _services.GetRequiredService<EventDispatcher>();

    public HandlerLease Lease() => new(_handlers, _services);

    public CrmDb Open() => _contexts.Factory.CreateDbContext();

    public Task StartAsync() => Dispatcher.StartAsync(default);

    public Task StartTopicsAsync() => _services.GetRequiredService<TopicBroadcaster>().StartAsync(default);

    /// <summary>Tells other nodes of its events and hears of theirs.</summary>
    public Task StartListeningAsync() => Listener.StartAsync(default);

    FeedListener Listener => _services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<FeedListener>().Single();

    public async Task StopAsync()
    {
        await Listener.StopAsync(default);
        await Dispatcher.StopAsync(default);
        await _services.GetRequiredService<TopicBroadcaster>().StopAsync(default);
    }

    public async Task<IReadOnlyList<ParkedLane>> WaitUntilHandledAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(limit.Token);
    }

    /// <summary>As a command of core changes records.</summary>
    public async Task CommitAsync(Func<CrmDb, Task> work)
    {
        await using var scope = _services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Writer>().CommitAsync((db, _) => work(db), default);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        _contexts.Dispose();
        await Database.DisposeAsync();
    }
}

/// <summary>Goes on by itself, and further when told to.</summary>
sealed class MovableClock : TimeProvider
{
    TimeSpan _ahead;

    public void Move(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
