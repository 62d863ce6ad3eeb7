using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>
/// Lets so many operations run at a time, and so many wait; whoever comes after that is told to come again. The heavy ones wait in a line
/// of their own, so that a few of them neither take all the memory nor hold the others up.
/// </summary>
internal sealed class OperationGate(IOptions<GraphQLHttpOptions> options) : IDisposable
{
    /// <summary>Of what the process may have, once garbage is collected.</summary>
    const double FullMemory = 0.8;

    /// <summary>Of all memory: answers that are made and not yet taken by their clients.</summary>
    const int UnsentPart = 8;

    const int MemoryOfHeavy = 128 * 1024 * 1024;

    static readonly long s_memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    readonly long _mostUnsent = options.Value.MaxUnsentBytes ?? s_memory / UnsentPart;
    readonly int _limit = options.Value.MaxConcurrentOperations;
    readonly double _heavy = options.Value.HeavyOperationCost;
    readonly ConcurrencyLimiter _all = Line(options.Value.MaxConcurrentOperations, options.Value.MaxWaitingOperations);
    readonly ConcurrencyLimiter _heavyOnes = Line(
        options.Value.MaxConcurrentHeavyOperations ?? (int)Math.Clamp(s_memory / MemoryOfHeavy, 1, 4), options.Value.MaxWaitingOperations / 8);

    long _unsent;

    /// <summary>How many run now.</summary>
    public long Running => _limit - (_all.GetStatistics()?.CurrentAvailablePermits ?? _limit);

    /// <summary>Held while one operation is executed.</summary>
    /// <param name="cost">What it may come to cost.</param>
    /// <exception cref="RefusedRequestException">Too many run and wait already, or memory is short.</exception>
    public async ValueTask<IDisposable> EnterAsync(double cost, CancellationToken ct)
    {
        // Small ones are let in when large ones aren't any more.
        if (Interlocked.Read(ref _unsent) > (cost <= _heavy ? 2 * _mostUnsent : _mostUnsent))
            throw Busy("The server holds as many answers as it may that their clients haven't taken yet. Try again in a second.");
        if (cost <= _heavy) return await EnterAsync(_all, ct);
        var place = await EnterAsync(_heavyOnes, ct);
        try
        {
            if (IsMemoryShort()) throw ShortOfMemory();
            return new HeavyTurn(place, await EnterAsync(_all, ct));
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Held while answers are being sent, however slowly.</summary>
    public IDisposable CountUnsent(long bytes)
    {
        Interlocked.Add(ref _unsent, bytes);
        return new Unsent(this, bytes);
    }

    public void Dispose()
    {
        _all.Dispose();
        _heavyOnes.Dispose();
    }

    static async ValueTask<IDisposable> EnterAsync(ConcurrencyLimiter line, CancellationToken ct)
    {
        var lease = await line.AcquireAsync(1, ct);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw Busy("The server runs as many operations as it may. Try again in a second.");
    }

    static bool IsMemoryShort() =>
        GC.GetGCMemoryInfo().HeapSizeBytes > FullMemory * s_memory;

    static ConcurrencyLimiter Line(int running, int waiting) =>
        new(new() { PermitLimit = running, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>For an operation that would need more memory than is left now.</summary>
    public static RefusedRequestException ShortOfMemory() =>
        Busy("The server is short of memory for so large an operation. Ask for less, or try again in a second.");

    static RefusedRequestException Busy(string message) =>
        new(StatusCodes.Status503ServiceUnavailable, "SERVER_BUSY", message) { Header = ("Retry-After", "1") };

    sealed class Unsent(OperationGate gate, long bytes) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref gate._unsent, -bytes);
    }

    sealed class HeavyTurn(IDisposable place, IDisposable turn) : IDisposable
    {
        public void Dispose()
        {
            turn.Dispose();
            place.Dispose();
        }
    }
}
