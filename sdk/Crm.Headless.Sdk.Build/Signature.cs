using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Crm.Headless.Build;

/// <summary>
/// Says who published a package: ECDSA on P-256 over the manifest, whose hashes cover every other file. The key is named by the SHA-256 of
/// its public half (SubjectPublicKeyInfo).
/// </summary>
static class Signature
{
    public const string FileName = "plugin.sig";

    /// <summary>Stands before what is signed, so that a signature made for something else is worth nothing here.</summary>
    static ReadOnlySpan<byte> Context => "crmplugin 1\n"u8;

    public static byte[] Of(string manifest, string keyFile)
    {
        using var key = Load(keyFile);
        var signature = new JsonObject
        {
            ["algorithm"] = "ES256",
            ["key"] = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())),
            ["signature"] = Convert.ToBase64String(key.SignData([.. Context, .. File.ReadAllBytes(manifest)], HashAlgorithmName.SHA256)),
        };
        return System.Text.Encoding.UTF8.GetBytes(signature.ToJsonString());
    }

    static ECDsa Load(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key : throw new CryptographicException("its curve is not P-256");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new BuildException(
                $"The package can't be signed with {path}: {error.Message.TrimEnd('.')}. "
                + "Make a key with: openssl ecparam -name prime256v1 -genkey -noout -out key.pem", error);
        }
    }
}
