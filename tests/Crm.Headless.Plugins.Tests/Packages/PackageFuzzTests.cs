using System.Text.Json.Nodes;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Packages;

namespace Crm.Headless.Plugins.Tests.Packages;

public sealed class PackageFuzzTests
{
    /// <summary>Bytes of the zip's structures and of the manifest are changed, moved, doubled and cut; the seed makes a failure repeatable.</summary>
    [Fact]
    public void Whatever_happens_to_a_package_it_is_read_or_refused_with_a_reason()
    {
        var (random, refused) = (new Random(20260301), 0);
        byte[][] seeds = [TestPackage.With(_ => { }), TestPackage.With(Rich)];
        for (var round = 0; round < 6_000; round++)
        {
            var bytes = Mutate(random, (byte[])seeds[round % seeds.Length].Clone());
            try
            {
                Assert.Equal("acme.hello", PluginPackage.Read(bytes).Manifest.Id);
            }
            catch (PluginException error)
            {
                Assert.False(string.IsNullOrWhiteSpace(error.Message));
                refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Round {round}: {error}");
            }
        }
        Assert.InRange(refused, 3_000, 6_000);
    }

    /// <summary>Values of the manifest become values of another kind.</summary>
    [Fact]
    public void Whatever_a_manifest_holds_it_is_read_or_refused_with_a_reason()
    {
        string[] values = ["null", "1", "-0.5e300", "true", "\"\"", "[]", "[null]", "[[]]", "{}", "{\"a\": null}", "\"1.0.0\"", "\"../../x.dll\"", "[{}]", "[{\"id\": null}]"];
        string[] names = ["id", "version", "description", "sdk", "graphqlPrefix", "tablePrefix", "requires", "entry", "permissions", "settings", "files"];
        foreach (var name in names)
            foreach (var value in values)
                TestManifest(name, value);
    }

    static void TestManifest(string name, string value)
    {
        var bytes = TestPackage.With(package =>
        {
            Rich(package);
            package.ToBytes();
            package.Manifest[name] = JsonNode.Parse(value);
        });
        try
        {
            PluginPackage.Read(bytes);
        }
        catch (PluginException error)
        {
            Assert.False(string.IsNullOrWhiteSpace(error.Message));
        }
    }

    static void Rich(TestPackage package)
    {
        package.Add("Hello.xml", "<doc/>");
        package.Add("runtimes/linux-x64/native/libhello.so", new byte[3_000]);
        package.Sign();
        package.Manifest["requires"] = new JsonArray(new JsonObject { ["id"] = "acme.base", ["version"] = "^1.0" });
        package.Manifest["permissions"] = JsonNode.Parse("""{ "declares": ["hello:read"], "asks": [] }""");
        package.Manifest["settings"] = JsonNode.Parse("""{ "type": "object" }""");
    }

    static byte[] Mutate(Random random, byte[] bytes)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var (at, length) = (random.Next(bytes.Length), random.Next(1, 32));
            var end = Math.Min(bytes.Length, at + length);
            bytes = random.Next(6) switch
            {
                0 => Set(bytes, at, (byte)random.Next(256)),
                1 => Set(bytes, at, random.Next(2) == 0 ? (byte)0 : (byte)0xFF),
                2 => [.. bytes[..at], .. bytes[end..]],
                3 => [.. bytes[..end], .. bytes[at..]],
                4 => Fill(bytes, at, end, random),
                _ => Set(bytes, random.Next(Math.Max(0, bytes.Length - 120), bytes.Length), (byte)random.Next(256)),
            };
            if (bytes.Length == 0) return bytes;
        }
        return bytes;
    }

    static byte[] Set(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    static byte[] Fill(byte[] bytes, int from, int to, Random random)
    {
        random.NextBytes(bytes.AsSpan(from, to - from));
        return bytes;
    }
}
