using System.Collections.Concurrent;
using System.Security.Cryptography;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security.DataKeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Crm.Headless.Server.Security;

/// <summary>The keys that sign access tokens: made when the first token is asked for, kept encrypted, changed with overlap.</summary>
sealed class SigningKeys
{
    public const string Purpose = "signing key";

    /// <summary>By the machine's clock: how long another node may go on signing with a key that was followed by another one.</summary>
    static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    readonly SecurityData _data;
    readonly DataProtector _protector;
    readonly TimeProvider _clock;
    readonly FreshRows<Guid, PublicSigningKey> _public;
    readonly ConcurrentDictionary<Guid, ECDsaSecurityKey> _private = [], _publicHalves = [];
    volatile Signer? _signer;

    public SigningKeys(SecurityData data, DataProtector protector, TimeProvider clock)
    {
        (_data, _protector, _clock) = (data, protector, clock);
        _public = new(ReadAsync);
    }

    /// <summary>What signs now.</summary>
    public async ValueTask<SigningCredentials> SignerAsync(CancellationToken ct)
    {
        if (_signer is { } known && TimeProvider.System.GetElapsedTime(known.At) < Freshness) return known.Credentials;
        var at = TimeProvider.System.GetTimestamp();
        var key = await _data.ReadAsync(db => Newest(db).FirstOrDefaultAsync(ct), ct) ?? await _data.WriteAsync(MakeFirstAsync, ct);
        _signer = new(new(_private.GetOrAdd(key.Id, _ => Open(key)), SecurityAlgorithms.EcdsaSha256), at);
        return _signer.Credentials;
    }

    /// <summary>What checks the signature of a token that names this key; null: there is none, or its tokens aren't taken any more.</summary>
    public async ValueTask<ECDsaSecurityKey?> FindAsync(Guid id, CancellationToken ct) =>
        await _public.FindAsync(id, ct) is { } key && !(key.RetiresAt <= _clock.GetUtcNow()) ? key.Key : null;

    /// <summary>The public halves, the newest first (RFC 7517).</summary>
    public async Task<IReadOnlyList<SecurityKey>> PublicAsync(CancellationToken ct)
    {
        await SignerAsync(ct);
        var now = _clock.Now();
        var keys = await _data.ReadAsync(db => db.Set<SigningKey>().Where(key => key.RetiresAt == null || key.RetiresAt > now)
            .OrderByDescending(key => key.CreatedAt).ThenByDescending(key => key.Id).ToListAsync(ct), ct);
        return [.. keys.Select(PublicHalf)];
    }

    /// <summary>Makes a new key, which signs from now on.</summary>
    /// <param name="atOnce">Tokens of the keys before it aren't taken any more; otherwise until the longest-lived has expired.</param>
    /// <returns>The id of the new key.</returns>
    public Task<Guid> RotateAsync(bool atOnce, CancellationToken ct) => _data.WriteAsync(async (db, ct) =>
    {
        var now = _clock.Now();
        var end = atOnce ? now : now + TokenSettings.Longest + TokenSettings.Skew;
        foreach (var old in await db.Set<SigningKey>().AsTracking().Where(key => key.RetiresAt == null || key.RetiresAt > end).ToListAsync(ct))
            old.RetiresAt = end;
        return Add(db, now).Id;
    }, ct);

    async Task<SigningKey> MakeFirstAsync(CrmDb db, CancellationToken ct) => await Newest(db).FirstOrDefaultAsync(ct) ?? Add(db, _clock.Now());

    SigningKey Add(CrmDb db, DateTimeOffset now)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new SigningKey
        {
            Id = Guid.CreateVersion7(now),
            CreatedAt = now,
            PrivateKey = _protector.Protect(pair.ExportPkcs8PrivateKey(), Purpose),
            PublicKey = pair.ExportSubjectPublicKeyInfo(),
        };
        db.Add(key);
        return key;
    }

    ECDsaSecurityKey Open(SigningKey key)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(_protector.Unprotect(key.PrivateKey, Purpose), out _);
        return new(pair) { KeyId = NameOf(key.Id) };
    }

    Task<Dictionary<Guid, PublicSigningKey>> ReadAsync(Guid[] ids, CancellationToken ct) => _data.ReadAsync(db => db.Set<SigningKey>()
        .Where(key => EF.Parameter(ids).Contains(key.Id)).ToDictionaryAsync(key => key.Id, ReadPublic, ct), ct);

    PublicSigningKey ReadPublic(SigningKey key) => new(PublicHalf(key), key.RetiresAt);

    ECDsaSecurityKey PublicHalf(SigningKey key) => _publicHalves.GetOrAdd(key.Id, id =>
    {
        var half = ECDsa.Create();
        half.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
        return new(half) { KeyId = NameOf(id) };
    });

    static string NameOf(Guid id) => id.ToString("N");

    static IQueryable<SigningKey> Newest(CrmDb db) =>
        db.Set<SigningKey>().Where(key => key.RetiresAt == null).OrderByDescending(key => key.CreatedAt).ThenByDescending(key => key.Id);

    sealed record Signer(SigningCredentials Credentials, long At);
}

sealed record PublicSigningKey(ECDsaSecurityKey Key, DateTimeOffset? RetiresAt);
