using System.Collections.Concurrent;

namespace Crm.Headless.Server.Security;

/// <summary>
/// Rows by which it is decided who comes in: as the database has them, or had them half a second ago. So a request costs no statement
/// of its own, and what is revoked on another node counts here at once where nodes hear of each other, and within a second otherwise.
/// </summary>
/// <param name="read">Reads those of the keys that there are, in one statement.</param>
sealed class FreshRows<TKey, T>(Func<TKey[], CancellationToken, Task<Dictionary<TKey, T>>> read) where TKey : notnull where T : class
{
    const int Most = 20_000, Statement = 500;

    /// <summary>By the machine's clock, never by one that a test moves: what is revoked must count at once.</summary>
    static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentDictionary<TKey, Seen> _seen = [];
    long _forgottenAt;

    /// <summary>Null: there is none.</summary>
    public async ValueTask<T?> FindAsync(TKey id, CancellationToken ct)
    {
        if (_seen.TryGetValue(id, out var seen) && IsFresh(seen)) return seen.Row;
        return (await ReadAsync([id], ct)).GetValueOrDefault(id);
    }

    /// <summary>Reads those that aren't fresh any more, in as few statements as can be.</summary>
    public async Task RefreshAsync(IEnumerable<TKey> ids, CancellationToken ct)
    {
        foreach (var some in ids.Where(id => !_seen.TryGetValue(id, out var seen) || !IsFresh(seen)).Distinct().Chunk(Statement)) await ReadAsync(some, ct);
    }

    /// <summary>Something was changed: nothing that was read before counts.</summary>
    public void Forget() => Volatile.Write(ref _forgottenAt, TimeProvider.System.GetTimestamp());

    bool IsFresh(Seen seen) => TimeProvider.System.GetElapsedTime(seen.At) < Freshness && seen.At > Volatile.Read(ref _forgottenAt);

    /// <summary>As old as the moment before it was read: what is committed meanwhile must not pass for known.</summary>
    async Task<Dictionary<TKey, T>> ReadAsync(TKey[] ids, CancellationToken ct)
    {
        if (_seen.Count > Most) _seen.Clear();
        var at = TimeProvider.System.GetTimestamp();
        var rows = await read(ids, ct);
        foreach (var id in ids) _seen[id] = new(rows.GetValueOrDefault(id), at);
        return rows;
    }

    sealed record Seen(T? Row, long At);
}
