using System.Collections.Concurrent;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Faults;

namespace Crm.Headless.Server.Security;

/// <summary>
/// Tells connections that live long, idle ones too, when what opened them counts no more: a key that was reset, revoked or has expired, a
/// client that was disabled or changed, a user or contact that was archived. Within a second.
/// </summary>
internal sealed class KeyWatch(Standing standing, StandingSignal changed, ILogger<KeyWatch> log) : BackgroundService
{
    /// <summary>By the machine's clock, as the keys' own freshness is.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<WatchedKey, bool> _open = [];

    /// <summary>Dispose of it when the connection is over.</summary>
    public WatchedKey Watch(CrmPrincipal user)
    {
        var key = new WatchedKey(user, over => _open.TryRemove(over, out _));
        _open.TryAdd(key, true);
        return key;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var next = changed.Next;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAny(next, Task.Delay(Interval, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
                next = changed.Next;
                var open = _open.Keys;
                await standing.RefreshAsync([.. open.Select(key => key.User)], stoppingToken);
                foreach (var key in open)
                    if (!await standing.HoldsAsync(key.User, stoppingToken)) key.Revoke();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception unreachable) when (DatabaseFault.Is(unreachable))
            {
                log.LogWarning("Whether the keys of open connections still count can't be read: {Cause} It is tried again.", FaultText.Of(unreachable));
            }
        }
    }
}

/// <summary>The key of one connection.</summary>
internal sealed class WatchedKey(CrmPrincipal user, Action<WatchedKey> over) : IDisposable
{
    // Not disposed of: it has neither timer nor handle, and the watch may find the key revoked at the moment at which the connection ends.
    readonly CancellationTokenSource _revoked = new();

    public CrmPrincipal User => user;

    /// <summary>Cancelled when it counts no more.</summary>
    public CancellationToken Revoked => _revoked.Token;

    public void Revoke() => _revoked.Cancel();

    public void Dispose() => over(this);
}
