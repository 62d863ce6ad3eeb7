using System.Security.Cryptography;

namespace Crm.Headless.Server.Security;

/// <summary>Finds the client that a key belongs to.</summary>
sealed class ApiKeys(Standing standing, LastUse uses, TimeProvider clock)
{
    /// <summary>What an unknown key is compared with, so that it takes as long as a wrong one.</summary>
    static readonly byte[] Nobody = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>Null: it doesn't have the form of a client's key.</summary>
    /// <exception cref="BadCredentialException">It isn't taken.</exception>
    public async ValueTask<CrmPrincipal?> FindAsync(string key, CancellationToken ct)
    {
        if (ApiKey.IdOf(key) is not { } id) return null;
        var row = await standing.Keys.FindAsync(id, ct);
        var client = await standing.Clients.FindAsync(row?.ClientId ?? Guid.Empty, ct);
        var isRight = CryptographicOperations.FixedTimeEquals(ApiKey.Hash(key), row?.Hash ?? Nobody);
        if (!isRight || row is null || client is null) throw new BadCredentialException("There is no such key");
        if (row.IsRevoked) throw new BadCredentialException("The key was revoked");
        if (row.ExpiresAt <= clock.GetUtcNow()) throw new BadCredentialException("The key has expired");
        if (client.Grant is null) throw new BadCredentialException("The client of the key is disabled");
        uses.Note(row.ClientId, id);
        return new(PrincipalKind.Client, client.Name, client.Access)
        {
            ClientId = row.ClientId,
            KeyId = id,
            Grant = client.Grant,
            Units = client.Grant.UnitId is { } unit ? [unit] : null,
            ExpiresAt = row.ExpiresAt,
            Credential = id.ToString(),
        };
    }
}
