using System.Security.Cryptography;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security;

/// <summary>The current admin key: the one that <c>Crm:AdminKey</c> sets, or the one whose hash the installation keeps.</summary>
internal sealed class AdminKeys(IConfiguration configuration, Database database)
{
    const string Setting = "Crm:AdminKey";
    const string Name = "admin_key_sha256", Revoked = "";

    /// <summary>By the machine's clock, never by one that a test moves: a reset key must count at once.</summary>
    static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    readonly byte[]? _configured = configuration[Setting] is { Length: > 0 } key ? AdminKey.Hash(key) : null;
    volatile Stored? _stored;

    public bool IsConfigured => _configured is not null;

    /// <summary>Makes the first key of the installation. Null when there is one, or another node was first.</summary>
    public async Task<string?> MakeFirstAsync(CancellationToken ct)
    {
        if (IsConfigured || await database.Installation.ReadAsync(Name, ct) is not null) return null;
        var key = AdminKey.Make();
        // Once it is kept it must be shown: nobody's haste comes in between.
        return await database.Installation.TryAddAsync(Name, Convert.ToHexString(AdminKey.Hash(key)), CancellationToken.None) ? key : null;
    }

    /// <summary>Makes a new key; the old one is worth nothing from now on.</summary>
    public async Task<string> ResetAsync(CancellationToken ct)
    {
        CheckNotConfigured();
        var key = AdminKey.Make();
        await database.Installation.SetAsync(Name, Convert.ToHexString(AdminKey.Hash(key)), ct);
        _stored = null;
        return key;
    }

    /// <summary>From now on there is no key until one is made by <see cref="ResetAsync"/>, also after a new start.</summary>
    public async Task RevokeAsync(CancellationToken ct)
    {
        CheckNotConfigured();
        await database.Installation.SetAsync(Name, Revoked, ct);
        _stored = null;
    }

    public async ValueTask<bool> IsCurrentAsync(byte[] hash, CancellationToken ct) =>
        (_configured ?? await ReadAsync(ct)) is { } current && CryptographicOperations.FixedTimeEquals(hash, current);

    async ValueTask<byte[]?> ReadAsync(CancellationToken ct)
    {
        if (_stored is { } known && TimeProvider.System.GetElapsedTime(known.ReadAt) < Freshness) return known.Hash;
        var hash = await FindAsync(ct);
        _stored = new Stored(hash, TimeProvider.System.GetTimestamp());
        return hash;
    }

    async Task<byte[]?> FindAsync(CancellationToken ct) =>
        await database.Installation.ReadAsync(Name, ct) is { Length: > 0 } stored ? Convert.FromHexString(stored) : null;

    void CheckNotConfigured()
    {
        if (IsConfigured)
            throw new StartupException($"The key is set by {Setting} (Crm__AdminKey), so it can't be reset here. Change the setting, or remove it and reset the key then.");
    }

    sealed record Stored(byte[]? Hash, long ReadAt);
}
