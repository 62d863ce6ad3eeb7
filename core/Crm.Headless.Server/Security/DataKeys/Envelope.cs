using System.Security.Cryptography;
using System.Text;

namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>What encrypted data looks like: version, key id, nonce, tag, ciphertext. All of it is authenticated, with the purpose.</summary>
static class Envelope
{
    const byte Version = 1;
    const int NonceSize = 12;
    const int TagSize = 16;

    public static byte[] Seal(string keyId, byte[] key, ReadOnlySpan<byte> content, string purpose)
    {
        var head = Encoding.ASCII.GetBytes($"{(char)Version}{(char)keyId.Length}{keyId}");
        var sealedBytes = new byte[head.Length + NonceSize + TagSize + content.Length];
        head.CopyTo(sealedBytes, 0);
        var nonce = sealedBytes.AsSpan(head.Length, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, content, sealedBytes.AsSpan(head.Length + NonceSize + TagSize), sealedBytes.AsSpan(head.Length + NonceSize, TagSize), Context(head, purpose));
        return sealedBytes;
    }

    /// <summary>Null: this is no envelope.</summary>
    public static string? KeyIdOf(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes is [Version, var length, ..] && sealedBytes.Length >= 2 + length + NonceSize + TagSize
            ? Encoding.ASCII.GetString(sealedBytes.Slice(2, length))
            : null;

    /// <exception cref="AuthenticationTagMismatchException">It was changed, or was made for another purpose.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        var head = sealedBytes[..(2 + sealedBytes[1])];
        var rest = sealedBytes[head.Length..];
        var content = new byte[rest.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(rest[..NonceSize], rest[(NonceSize + TagSize)..], rest.Slice(NonceSize, TagSize), content, Context(head, purpose));
        return content;
    }

    static byte[] Context(ReadOnlySpan<byte> head, string purpose) => [.. head, .. Encoding.UTF8.GetBytes(purpose)];
}
