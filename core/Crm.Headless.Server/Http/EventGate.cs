using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>
/// Lets so many events of subscriptions be answered at a time. Beside the gate of requests, and without a refusal: under load an
/// event comes later, and its stream goes on.
/// </summary>
internal sealed class EventGate(IOptions<GraphQLHttpOptions> options) : IDisposable
{
    readonly SemaphoreSlim _places = new(options.Value.MaxConcurrentEvents);

    /// <summary>Held while one event is answered for one subscriber.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        return new Place(_places);
    }

    public void Dispose() => _places.Dispose();

    sealed class Place(SemaphoreSlim places) : IDisposable
    {
        int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) places.Release();
        }
    }
}
