using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>The parked events for a command: without the plugins, which it doesn't need.</summary>
internal sealed class ParkedLanesHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly CrmContexts _contexts;

    ParkedLanesHost(WebApplication app)
    {
        _app = app;
        var database = app.Services.GetRequiredService<Database>();
        _contexts = new(database, app.Services.GetRequiredService<DataProtector>(), []);
        Lanes = new(
            _contexts.Factory, database, app.Services.GetRequiredService<CommitSignal>(), app.Services.GetRequiredService<TimeProvider>());
    }

    public ParkedLanes Lanes { get; }

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
