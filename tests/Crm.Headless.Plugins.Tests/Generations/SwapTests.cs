using System.Runtime.CompilerServices;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Generations;

public sealed class SwapTests : IDisposable
{
    const string Stock = """
        public sealed class Stock : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<StockItem>().ToTable("stock_items");
            public override void ConfigureServices(IServiceCollection services) => services.AddScoped<StockKeeper>();
        }
        public enum StockKind { Fresh, Frozen }
        [PluginSettings] public sealed class StockSettings { [System.ComponentModel.DataAnnotations.Range(1, 9)] public int Many { get; init; } = 3; }
        [VisibleToAll] public sealed class StockItem { public Guid Id { get; set; } public StockKind Kind { get; set; } public DateTimeOffset At { get; set; } }
        public sealed class StockKeeper(TimeProvider time) { public TimeProvider Time => time; }
        public sealed record StockMoved(Guid ContactId, int Count, StockKind Kind) : PluginEvent;
        public sealed class StockMoving(StockKeeper keeper) : IEventHandler<StockMoved>
        {
            public Task HandleAsync(StockMoved e, CancellationToken ct) => e is { Count: 3, Kind: StockKind.Frozen } ? Task.CompletedTask : throw new InvalidOperationException(keeper.ToString());
        }
        [SubscriptionType, AllowAnonymous] public static class StockSubscriptions { [Subscribe] public static int? StockMoved([EventMessage] StockMoved e) => e.Count; }
        [QueryType] public static class StockQueries { [AllowAnonymous] public static string? StockTime(StockKeeper keeper) => keeper.Time.ToString(); }
        [Migration("20260101000000_stock")] public sealed class StockInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("stock_items",
                table => new { id = table.Column<Guid>(), kind = table.Column<string>(), at = table.Column<DateTimeOffset>() },
                constraints: table => table.PrimaryKey("pk_stock_items", row => row.id));
        }
        """;

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task After_twenty_swaps_only_the_current_load_contexts_are_left()
    {
        _plugins.Compile("acme.stock", Stock);
        _plugins.Drop(PluginsFolder.BuiltHello);
        await using var host = await GenerationHost.StartAsync(_plugins);
        for (var swap = 0; swap < 20; swap++)
        {
            await host.Generations.SwapAsync(PluginCatalog.Read(_plugins.Root), default);
            await UseAsync(host);
        }
        Assert.Equal(2, AliveAfterCollection(host));
    }

    [Fact]
    public async Task A_lease_keeps_its_generation_through_a_swap()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        await using var host = await GenerationHost.StartAsync(_plugins);
        using var lease = host.Generations.Lease();
        await host.Generations.SwapAsync(PluginCatalog.Empty, default);

        Assert.True(lease.Generation.Schema.Types["Contact"] is GraphQL.Schema.ObjectType { Fields: var fields } && fields.ContainsKey("helloGreeting"));
        Assert.False(host.HasField("Contact", "helloGreeting"));
    }

    [Fact]
    public async Task Its_files_can_be_replaced_while_it_is_loaded()
    {
        _plugins.Drop(PluginsFolder.BuiltHello);
        await using var host = await GenerationHost.StartAsync(_plugins);
        _plugins.Remove("acme.hello");
        Assert.True(host.HasField("Contact", "helloGreeting"));
    }

    // Not inlined, so that nothing of a generation stays on the test's own stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task UseAsync(GenerationHost host)
    {
        using var lease = host.Generations.Lease();
        var stock = lease.Generation.Plugins.Single(plugin => plugin.Id == "acme.stock");
        var item = stock.Types.Single(type => type.Name == "StockItem");
        await using (var scope = lease.Generation.Services.CreateAsyncScope())
            Assert.NotNull(scope.ServiceProvider.GetRequiredService(stock.Types.Single(type => type.Name == "StockKeeper")));
        await TellAsync(lease.Generation, stock.Types);
        await using var db = lease.Generation.Contexts.Factory.CreateDbContext();
        var row = Activator.CreateInstance(item)!;
        item.GetProperty("Id")!.SetValue(row, Guid.NewGuid());
        db.Add(row);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        Assert.NotEmpty(await Rows(db, item).ToListAsync());
    }

    /// <summary>Publishes an event, and has it handled and told to a subscriber.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task TellAsync(Generation generation, IReadOnlyList<Type> types)
    {
        await using var scope = generation.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<CrmStore>();
        store.BeginHandling();
        var frozen = Enum.Parse(types.Single(type => type.Name == "StockKind"), "Frozen");
        store.Publish((PluginEvent)Activator.CreateInstance(types.Single(type => type.Name == "StockMoved"), Guid.NewGuid(), 3, frozen)!);
        var row = Assert.Single(store.Db.Published);
        var handler = Assert.Single(generation.Handlers, handler => handler.Handles(row));
        await handler.HandleAsync(handler.Read(row)!, scope.ServiceProvider, default);
        Assert.NotNull(generation.Services.GetRequiredService<PluginEventTypes>().ReadNewest(row));
    }

    static IQueryable<object> Rows(DbContext db, Type entity) =>
        (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(entity).Invoke(db, null)!;

    static int AliveAfterCollection(GenerationHost host)
    {
        host.LoadContexts.Scrub();
        for (var round = 0; round < 12 && host.LoadContexts.Alive > 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return host.LoadContexts.Alive;
    }
}
