using System.Security.Cryptography;

namespace Crm.Headless.Server.Security;

/// <summary>The current admin key: the one that <c>Crm:AdminKey</c> sets, or the one whose hash stands in the database.</summary>
internal sealed class AdminKeys(IConfiguration configuration, AdminKeyStore store)
{
    const string Setting = "Crm:AdminKey";

    /// <summary>By the machine's clock, never by one that a test moves: a reset key must count at once.</summary>
    static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    readonly byte[]? _configured = configuration[Setting] is { Length: > 0 } key ? AdminKey.Hash(key) : null;
    volatile Stored? _stored;

    public bool IsConfigured => _configured is not null;

    /// <summary>Makes the first key of the installation. Null when there is one.</summary>
    public async Task<string?> MakeFirstAsync(CancellationToken ct)
    {
        if (IsConfigured || await store.ReadAsync(ct) is not null) return null;
        var key = AdminKey.Make();
        return await store.AddAsync(AdminKey.Hash(key), ct) ? key : null;
    }

    /// <summary>Makes a new key; the old one is worth nothing from now on.</summary>
    public async Task<string> ResetAsync(CancellationToken ct)
    {
        if (IsConfigured)
            throw new StartupException($"The key is set by {Setting} (Crm__AdminKey), so it can't be reset here. Change the setting, or remove it and reset the key then.");
        var key = AdminKey.Make();
        await store.ReplaceAsync(AdminKey.Hash(key), ct);
        _stored = null;
        return key;
    }

    public async ValueTask<bool> IsCurrentAsync(byte[] hash, CancellationToken ct) =>
        (_configured ?? await ReadAsync(ct)) is { } current && CryptographicOperations.FixedTimeEquals(hash, current);

    async ValueTask<byte[]?> ReadAsync(CancellationToken ct)
    {
        if (_stored is { } known && TimeProvider.System.GetElapsedTime(known.ReadAt) < Freshness) return known.Hash;
        var hash = await store.ReadAsync(ct);
        _stored = new Stored(hash, TimeProvider.System.GetTimestamp());
        return hash;
    }

    sealed record Stored(byte[]? Hash, long ReadAt);
}
