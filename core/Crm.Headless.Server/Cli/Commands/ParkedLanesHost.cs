using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
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
        _contexts = new(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<DataProtector>(), []);
        var (signal, clock) = (app.Services.GetRequiredService<CommitSignal>(), app.Services.GetRequiredService<TimeProvider>());
        var writer = app.Services.GetRequiredService<PluginWriter>();
        Lanes = new(_contexts.Factory, writer, signal, clock);
        Replay = new(_contexts.Factory, writer, signal, clock);
    }

    public ParkedLanes Lanes { get; }
    public EventReplay Replay { get; }

    /// <summary>Whoever runs the command, for what it does.</summary>
    /// <param name="command">As it stands in the audit log.</param>
    public static Actor Acting(string command)
    {
        var actor = new Actor { Operation = command };
        actor.Become(CrmPrincipal.System(CommandHost.Actor));
        return actor;
    }

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
