using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>A 256-bit key of this installation. Nothing is encrypted with it itself, only with keys that are derived from it.</summary>
internal sealed partial class DataKey
{
    public const int Size = 32;

    readonly byte[] _bytes;

    DataKey(string id, byte[] bytes) => (Id, _bytes) = (id, bytes);

    /// <summary>Names the key in what it encrypted, in messages, and in the database; says nothing of the key.</summary>
    public string Id { get; }

    /// <summary>A new one, named after the day.</summary>
    public static DataKey Make(DateTimeOffset now) => new(
        $"{now.UtcDateTime:yyyyMMdd}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", RandomNumberGenerator.GetBytes(Size));

    /// <param name="origin">Where it stands, for messages.</param>
    /// <exception cref="StartupException">It is no key.</exception>
    public static DataKey Read(string? id, string? key, string origin)
    {
        if (id is null || !Ids().IsMatch(id))
            throw new StartupException($"A data key in {origin} has no usable id. Name each by 1 to 64 letters, digits, dots, dashes or underscores.");
        var bytes = new byte[Size];
        if (key is null || !Convert.TryFromBase64String(key, bytes, out var length) || length != Size)
            throw new StartupException($"The data key \"{id}\" in {origin} is not 32 bytes in base64. Make one with: openssl rand -base64 32");
        return new(id, bytes);
    }

    public string ToBase64() => Convert.ToBase64String(_bytes);

    /// <summary>A key for one use and purpose: what is made with it tells nothing about any other.</summary>
    public byte[] Derive(string use, string purpose) => Derive(_bytes, use, purpose);

    public static byte[] Derive(byte[] key, string use, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Size, info: Encoding.UTF8.GetBytes($"crm/1/{use}/{purpose}"));

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex Ids();
}
