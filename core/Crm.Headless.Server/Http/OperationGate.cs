using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>Lets so many operations run at a time, and so many wait; whoever comes after that is told to come again.</summary>
internal sealed class OperationGate(IOptions<GraphQLHttpOptions> options) : IDisposable
{
    readonly int _limit = options.Value.MaxConcurrentOperations;
    readonly ConcurrencyLimiter _limiter = new(new()
    {
        PermitLimit = options.Value.MaxConcurrentOperations,
        QueueLimit = options.Value.MaxWaitingOperations,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>How many run now.</summary>
    public long Running => _limit - (_limiter.GetStatistics()?.CurrentAvailablePermits ?? _limit);

    /// <summary>Held while one operation is executed.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken ct)
    {
        var lease = await _limiter.AcquireAsync(1, ct);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new RefusedRequestException(StatusCodes.Status503ServiceUnavailable, "SERVER_BUSY",
            "The server runs as many operations as it may. Try again in a second.")
        { Header = ("Retry-After", "1") };
    }

    public void Dispose() => _limiter.Dispose();
}
