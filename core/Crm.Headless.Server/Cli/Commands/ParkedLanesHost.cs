using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>What handlers have come to, for a command: without the plugins, which it doesn't need.</summary>
internal sealed class ParkedLanesHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly CrmContexts _contexts;

    ParkedLanesHost(WebApplication app)
    {
        _app = app;
        var database = app.Services.GetRequiredService<Database>();
        _contexts = new(database, app.Services.GetRequiredService<DataProtector>(), []);
        var (signal, clock) = (app.Services.GetRequiredService<CommitSignal>(), app.Services.GetRequiredService<TimeProvider>());
        Lanes = new(_contexts.Factory, database, signal, clock);
        Replay = new(_contexts.Factory, database, signal, clock);
    }

    public ParkedLanes Lanes { get; }
    public EventReplay Replay { get; }

    public static async Task<ParkedLanesHost> OpenAsync(CommandInput input, CancellationToken ct)
    {
        var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync([], ct);
        return new(app);
    }

    public ValueTask DisposeAsync()
    {
        _contexts.Dispose();
        return _app.DisposeAsync();
    }
}
