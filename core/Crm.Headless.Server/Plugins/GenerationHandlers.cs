using Crm.Headless.Server.Events;

namespace Crm.Headless.Server.Plugins;

/// <summary>Hands the handlers of the current generation to the dispatcher.</summary>
sealed class GenerationHandlers(Generations generations) : IHandlerSource
{
    public HandlerLease Lease()
    {
        var lease = generations.Lease();
        return new(lease.Generation.Handlers, lease.Generation.Services, lease) { Revision = lease.Generation.Revision };
    }
}
