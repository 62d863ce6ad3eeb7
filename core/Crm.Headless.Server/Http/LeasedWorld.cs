using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Http;

/// <summary>The current generation and a scope of its services, held while one operation or one event runs.</summary>
internal sealed class LeasedWorld : IAsyncDisposable
{
    readonly GenerationLease _lease;
    readonly AsyncServiceScope _services;

    LeasedWorld(GenerationLease lease, CrmPrincipal user, bool reportsCost)
    {
        _lease = lease;
        _services = lease.Generation.Services.CreateAsyncScope();
        var actor = _services.ServiceProvider.GetRequiredService<Actor>();
        actor.Become(user);
        _services.ServiceProvider.GetRequiredService<AuditLog>().SignedIn(user);
        Executor = lease.Generation.Executors.For(user.Access);
        Scope = new RequestScope(_services.ServiceProvider, user) { ReportsCost = reportsCost, MutationBegins = field => actor.Operation = field };
    }

    public Generation Generation => _lease.Generation;

    /// <summary>Of what exists for who asks.</summary>
    public RequestExecutor Executor { get; }
    public RequestScope Scope { get; }

    public static LeasedWorld Open(Generations generations, CrmPrincipal user, bool reportsCost = false) =>
        new(generations.Lease(), user, reportsCost);

    /// <summary>Resolvers that nobody waits for any more keep their services, and their plugin, until they end.</summary>
    public ValueTask DisposeAsync()
    {
        var ended = Scope.Abandoned.WhenEnded();
        if (ended.IsCompleted) return ReleaseAsync();
        _ = ReleaseAfterAsync(ended);
        return default;
    }

    async Task ReleaseAfterAsync(Task ended)
    {
        await ended;
        await ReleaseAsync();
    }

    async ValueTask ReleaseAsync()
    {
        using (_lease) await _services.DisposeAsync();
    }
}
