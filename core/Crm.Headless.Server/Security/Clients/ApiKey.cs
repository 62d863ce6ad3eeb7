using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Headless.Server.Security;

/// <summary>
/// The one kind of secret that a client has, for <c>Authorization: Bearer</c> and as <c>client_secret</c>: <c>crm_</c> and 64 characters,
/// of which the first 16 bytes are the key's public id, by which it is found, and the other 32 are random.
/// </summary>
static class ApiKey
{
    const string Prefix = "crm_";
    const int IdBytes = 16, SecretBytes = 32, HintLength = 4;
    static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(IdBytes + SecretBytes);

    public static string Make(Guid id) => Prefix + Base64Url.EncodeToString([.. id.ToByteArray(true), .. RandomNumberGenerator.GetBytes(SecretBytes)]);

    /// <summary>Of the whole key. A plain hash is enough: nobody can guess 256 random bits, however fast he hashes.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static string HintOf(string key) => key[^HintLength..];

    /// <summary>The public id; null: it isn't a client's key.</summary>
    public static Guid? IdOf(string key)
    {
        if (key.Length != Length || !key.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        return Base64Url.TryDecodeFromChars(key.AsSpan(Prefix.Length), bytes, out _) ? new Guid(bytes[..IdBytes], bigEndian: true) : null;
    }
}
