using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Headless.Server.Security;

/// <summary>
/// What tokens said that were checked before, by their hash: a signature is checked once, and what it rests on every time. Bounded: when
/// it is full it begins anew.
/// </summary>
sealed class SeenTokens<T>(TimeProvider clock) where T : class
{
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, Seen> _seen = [];

    /// <param name="issuer">In whose name it is taken.</param>
    public T? Find(string token, string issuer)
    {
        if (!_seen.TryGetValue(KeyOf(token, issuer), out var seen)) return null;
        return seen.ExpiresAt > clock.GetUtcNow() ? seen.Claims : null;
    }

    public void Add(string token, string issuer, T claims, DateTimeOffset expiresAt)
    {
        if (_seen.Count >= Most) _seen.Clear();
        _seen[KeyOf(token, issuer)] = new(claims, expiresAt);
    }

    static string KeyOf(string token, string issuer) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer} {token}")));

    sealed record Seen(T Claims, DateTimeOffset ExpiresAt);
}
