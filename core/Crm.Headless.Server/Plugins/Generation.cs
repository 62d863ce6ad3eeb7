using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Jobs;
using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// One immutable world: the plugins that take part, the schema, the EF model and the services that they make together with core.
/// Counts who uses it, and goes when it was replaced and nobody does any more.
/// </summary>
sealed class Generation : IAsyncDisposable
{
    public required int Number { get; init; }
    public required GraphQLSchema Schema { get; init; }

    /// <summary>Of the whole schema, and of what exists of it for those who may not use all of it.</summary>
    public required RequestExecutors Executors { get; init; }
    public RequestExecutor Executor => Executors.Full;
    public required IReadOnlyList<LoadedPlugin> Plugins { get; init; }
    public required IReadOnlyList<HandlerDescription> Handlers { get; init; }
    public required IReadOnlyList<JobDescription> Jobs { get; init; }
    public required CrmContexts Contexts { get; init; }
    public required ServiceProvider Services { get; init; }
    public required GenerationUse Use { get; init; }

    /// <summary>The decisions about plugins that it follows.</summary>
    public required long Revision { get; set; }

    /// <summary>Those that were found, the plugins that don't take part included.</summary>
    public required IReadOnlyList<PluginReport> Reports { get; init; }

    /// <summary>Fields that failed before anybody asked for them.</summary>
    public IReadOnlyList<FieldFault> Faults { get; set; } = [];

    /// <summary>False: it is on its way out, take the current one.</summary>
    public bool TryAcquire() => Use.TryAcquire();

    public void Release() => Use.Release();

    /// <summary>Gives up being the current one. Whether the last user left in time.</summary>
    public Task<bool> DrainAsync(TimeSpan grace, TimeProvider time) => Use.DrainAsync(grace, time);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndingCode.DisposeAsync(Services, Plugins.Select(plugin => plugin.Id));
            Contexts.Dispose();
        }
        finally
        {
            foreach (var plugin in Plugins) plugin.Unload();
        }
    }
}
