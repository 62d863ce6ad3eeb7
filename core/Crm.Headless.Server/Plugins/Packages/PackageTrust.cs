using System.Security.Cryptography;

namespace Crm.Headless.Server.Plugins.Packages;

/// <summary>
/// Whose packages this host takes. <c>Crm:Plugins:TrustedKeys</c> are public keys, or files with one, in PEM; with
/// <c>Crm:Plugins:RequireSignature</c> a package that none of them signed is refused.
/// </summary>
sealed class PackageTrust
{
    readonly Dictionary<string, byte[]> _keys = [];
    readonly bool _isRequired;

    public PackageTrust(IConfiguration configuration)
    {
        var section = configuration.GetSection("Crm:Plugins");
        _isRequired = section.GetValue("RequireSignature", false);
        foreach (var setting in section.GetSection("TrustedKeys").GetChildren()) Add(setting);
    }

    /// <summary>The key that signed it, when this host trusts that key; null when it is unsigned or signed by somebody else.</summary>
    /// <exception cref="PluginException">The signature is wrong, or a trusted one is required.</exception>
    public string? Check(PluginPackage package)
    {
        var name = $"The package of {package.Manifest.Id} {package.Manifest.Version}";
        if (package.Signature is not { } signature)
            return _isRequired
                ? throw new PluginException($"{name} isn't signed, and Crm:Plugins:RequireSignature asks for it. Get a signed one, or sign it: crm plugin pack --sign.")
                : null;
        if (!_keys.TryGetValue(signature.Key, out var publicKey))
            return _isRequired
                ? throw new PluginException(
                    $"{name} is signed with the key {signature.Key}, which is none of Crm:Plugins:TrustedKeys. Add it there if you trust its publisher.")
                : null;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return signature.IsOf(package.ManifestBytes.Span, key)
            ? signature.Key
            : throw new PluginException($"{name} was changed after it was signed: the signature doesn't fit its manifest. Get it from its author again.");
    }

    void Add(IConfigurationSection setting)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(setting.Value!.Contains("-----BEGIN", StringComparison.Ordinal) ? setting.Value : File.ReadAllText(setting.Value));
            if (key.KeySize != 256) throw new CryptographicException("Its curve is not P-256.");
            var publicKey = key.ExportSubjectPublicKeyInfo();
            _keys[Convert.ToHexStringLower(SHA256.HashData(publicKey))] = publicKey;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new StartupException(
                $"The setting {setting.Path} is no public key: {error.Message} Set it to an ECDSA key on P-256 in PEM, or to the file that holds it.", error);
        }
    }
}
