using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>
/// Encrypts what is stored (AES-256-GCM under a key derived for the purpose), and hashes what has to be found by equality (HMAC-SHA-256).
/// The hashes' secret is the installation's own, stored encrypted: it stays when data keys change, so that equal values stay equal.
/// </summary>
internal sealed class DataProtector(DataKeyStore store)
{
    readonly ConcurrentDictionary<(DataKey, string), byte[]> _keys = [];
    readonly ConcurrentDictionary<string, byte[]> _hashKeys = [];
    volatile byte[]? _hashSecret;

    /// <param name="purpose">What it is, such as <c>signing key</c>: one of few names. What is encrypted for one can't be read for another.</param>
    public byte[] Protect(ReadOnlySpan<byte> content, string purpose)
    {
        var key = store.Current.Active;
        return Envelope.Seal(key.Id, KeyOf(key, purpose), content, purpose);
    }

    /// <exception cref="MissingDataKeyException">It was encrypted with a key that isn't here.</exception>
    /// <exception cref="DamagedDataException">It was changed, or is something else.</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> content, string purpose)
    {
        var id = Envelope.KeyIdOf(content) ?? throw new DamagedDataException(purpose);
        var key = store.Find(id) ?? throw new MissingDataKeyException(id, store.Current);
        try
        {
            return Envelope.Open(KeyOf(key, purpose), content, purpose);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new DamagedDataException(purpose, e);
        }
    }

    /// <summary>The same for texts, as base64url.</summary>
    public string Protect(string text, string purpose) => Base64Url.EncodeToString(Protect(Encoding.UTF8.GetBytes(text), purpose));

    /// <summary>The same for texts, as base64url.</summary>
    public string Unprotect(string text, string purpose) => Base64Url.IsValid(text)
        ? Encoding.UTF8.GetString(Unprotect(Base64Url.DecodeFromChars(text), purpose))
        : throw new DamagedDataException(purpose);

    /// <summary>Whether it is encrypted with the key that encrypts now.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> content) => Envelope.KeyIdOf(content) == store.Current.Active.Id;

    /// <summary>32 bytes that are equal for equal texts of one purpose, and tell nothing to whoever lacks the data keys.</summary>
    public byte[] KeyedHash(string text, string purpose)
    {
        var secret = _hashSecret ?? throw new InvalidOperationException("The data keys aren't opened yet. Call DataKeyStart.OpenAsync before data is used.");
        var key = _hashKeys.GetOrAdd(purpose, static (name, secret) => DataKey.Derive(secret, "hash", name), secret);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
    }

    internal void HashWith(byte[] secret) => _hashSecret = secret;

    byte[] KeyOf(DataKey key, string purpose) => _keys.GetOrAdd((key, purpose), static pair => pair.Item1.Derive("encrypt", pair.Item2));
}

/// <summary>Data can't be read here, because this node doesn't have its key.</summary>
internal sealed class MissingDataKeyException(string id, DataKeyRing ring) : Exception(
    $"Stored data is encrypted with the data key \"{id}\", which this node doesn't have; {ring.Origin} has {string.Join(", ", ring.Keys.Select(key => $"\"{key.Id}\""))}. "
    + "Give every node the same keys.");

/// <summary>Stored data can't be decrypted although its key is there.</summary>
internal sealed class DamagedDataException(string purpose, Exception? cause = null) : Exception(
    $"A stored \"{purpose}\" can't be decrypted: it was changed, or belongs elsewhere. Restore it from a backup.", cause);
