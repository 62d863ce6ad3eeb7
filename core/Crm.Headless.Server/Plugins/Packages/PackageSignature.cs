using System.Security.Cryptography;
using System.Text.Json;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>
/// Who published a package: ECDSA on P-256 over its manifest, whose hashes cover every other file. It proves something only to a host that
/// trusts the key.
/// </summary>
/// <param name="Key">The SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal digits.</param>
sealed record PackageSignature(string Algorithm, string Key, byte[] Signature)
{
    public const string FileName = "plugin.sig";

    public const int MaxBytes = 4_096;

    static ReadOnlySpan<byte> Context => "crmplugin 1\n"u8;

    /// <exception cref="PluginException">It is none.</exception>
    public static PackageSignature Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<PackageSignature>(json, Json) is { Algorithm: "ES256" } read ? read : throw Refuse("it is of another kind than ES256");
        }
        catch (JsonException error)
        {
            throw Refuse(error.Message);
        }
    }

    public bool IsOf(ReadOnlySpan<byte> manifest, ECDsa key)
    {
        byte[] signed = [.. Context, .. manifest];
        return key.VerifyData(signed, Signature, HashAlgorithmName.SHA256);
    }

    static PluginException Refuse(string cause) =>
        PackageReader.Refuse($"its {FileName} is no signature: {cause.TrimEnd('.')}", "Pack it again with the SDK's build: crm plugin pack --sign.");

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };
}
