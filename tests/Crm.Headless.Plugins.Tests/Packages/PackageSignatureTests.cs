using System.Net;
using System.Security.Cryptography;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Packages;
using Crm.Headless.Testing;
using Microsoft.Extensions.Configuration;

namespace Crm.Headless.Plugins.Tests.Packages;

/// <summary>Whose packages a host takes.</summary>
public sealed class PackageSignatureTests : IDisposable
{
    readonly PluginsFolder _plugins = new();
    readonly ECDsa _publisher = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public PackageSignatureTests() => _plugins.Drop(PluginsFolder.BuiltHello);

    public void Dispose()
    {
        _plugins.Dispose();
        _publisher.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public void A_package_that_a_trusted_key_signed_is_taken() =>
        Assert.NotNull(Trust(required: true, _stranger, _publisher).Check(Signed(_publisher)));

    [Fact]
    public void The_trusted_key_may_lie_in_a_file()
    {
        var file = Path.Combine(_plugins.Root, ".publisher.pem");
        File.WriteAllText(file, _publisher.ExportSubjectPublicKeyInfoPem());
        Assert.NotNull(new PackageTrust(Settings(required: true, file)).Check(Signed(_publisher)));
    }

    [Fact]
    public void A_host_that_asks_for_a_signature_refuses_a_package_without_one_and_says_how_to_sign_it() =>
        Assert.Contains("crm plugin pack --sign", Refused(Trust(required: true, _publisher), PluginPackage.Read(_plugins.Pack("acme.hello"))));

    [Fact]
    public void A_host_that_asks_for_a_signature_refuses_that_of_a_stranger_and_names_the_key() =>
        Assert.Contains("which is none of Crm:Plugins:TrustedKeys", Refused(Trust(required: true, _publisher), Signed(_stranger)));

    [Fact]
    public void A_host_that_asks_for_none_takes_unsigned_packages_and_those_of_strangers()
    {
        var trust = Trust(required: false, _publisher);
        Assert.Null(trust.Check(PluginPackage.Read(_plugins.Pack("acme.hello"))));
        Assert.Null(trust.Check(Signed(_stranger)));
    }

    [Fact]
    public void A_signature_of_another_manifest_is_refused_even_where_none_is_asked_for()
    {
        var signature = SignatureOf(_publisher);
        File.AppendAllText(Path.Combine(_plugins.FolderOf("acme.hello"), "plugin.json"), "\n");
        var moved = PluginPackage.Read(Zipped(signature));
        Assert.Contains("was changed after it was signed", Refused(Trust(required: false, _publisher), moved));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "algorithm": "none", "key": "", "signature": "" }""")]
    [InlineData("""{ "algorithm": "ES256", "key": null, "signature": "" }""")]
    [InlineData("""{ "algorithm": "ES256", "key": "", "signature": "not base64" }""")]
    public void What_is_no_signature_is_refused(string text) =>
        Assert.Contains("its plugin.sig is no signature", Assert.Throws<PluginException>(() => PluginPackage.Read(Zipped(System.Text.Encoding.UTF8.GetBytes(text)))).Message);

    [Fact]
    public void A_setting_that_is_no_key_ends_the_start_and_is_named() =>
        Assert.Contains("Crm:Plugins:TrustedKeys:0", Assert.Throws<StartupException>(() => new PackageTrust(Settings(required: false, "nowhere.pem"))).Message);

    [Fact]
    public async Task A_server_that_asks_for_a_signature_takes_no_other_package_and_installs_a_signed_one()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Settings = Settings(required: true, _publisher.ExportSubjectPublicKeyInfoPem()).AsEnumerable().ToDictionary(),
        });
        using var unsigned = new ByteArrayContent(_plugins.Pack("acme.hello"));
        using var refused = await host.Client.PostAsync("/plugins", unsigned);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("isn't signed, and Crm:Plugins:RequireSignature asks for it", await refused.Content.ReadAsStringAsync());
        await host.MustInstallAsync(Zipped(SignatureOf(_publisher)));
        Assert.Equal("ENABLED", (await host.PluginAsync("acme.hello")).GetProperty("status").GetString());
    }

    PluginPackage Signed(ECDsa key) => PluginPackage.Read(Zipped(SignatureOf(key)));

    byte[] SignatureOf(ECDsa key)
    {
        _plugins.Pack("acme.hello");
        var file = Path.Combine(_plugins.Root, ".key.pem");
        File.WriteAllText(file, key.ExportECPrivateKeyPem());
        return Build.Signature.Of(Path.Combine(_plugins.FolderOf("acme.hello"), "plugin.json"), file);
    }

    byte[] Zipped(byte[] signature)
    {
        var package = Path.Combine(_plugins.Root, ".signed.crmplugin");
        Build.Package.Write(_plugins.FolderOf("acme.hello"), package, signature);
        return File.ReadAllBytes(package);
    }

    static string Refused(PackageTrust trust, PluginPackage package) => Assert.Throws<PluginException>(() => trust.Check(package)).Message;

    static PackageTrust Trust(bool required, params ECDsa[] keys) => new(Settings(required, [.. keys.Select(key => key.ExportSubjectPublicKeyInfoPem())]));

    static IConfiguration Settings(bool required, params string[] keys) => new ConfigurationBuilder()
        .AddInMemoryCollection(
        [
            new("Crm:Plugins:RequireSignature", required.ToString()),
            .. keys.Select((key, index) => KeyValuePair.Create($"Crm:Plugins:TrustedKeys:{index}", (string?)key)),
        ])
        .Build();
}
