using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Testing;

namespace Crm.Headless.Benchmarks.Soak;

/// <summary>Two versions of the Loyalty plugin of this repository, which take each other's place, and go and come.</summary>
sealed class SwappedPlugin(CrmTestHost host)
{
    const string Id = "crm.loyalty";

    readonly string?[] _hashes = new string?[2];
    readonly Dictionary<int, string[]> _findings = [];

    public Task InstallAsync() => InstallAsync(-1, 0);

    /// <summary>In turn: the later version, out, in again, the earlier version.</summary>
    public Task SwapAsync(int swap) => (swap % 4) switch
    {
        0 => InstallAsync(0, 1),
        1 => ChangeAsync(1, "pluginDisable", "DISABLE"),
        2 => ChangeAsync(2, "pluginEnable", "ENABLE"),
        _ => InstallAsync(3, 0),
    };

    async Task InstallAsync(int step, int version)
    {
        var hash = _hashes[version] ??= await UploadAsync(version);
        await MustAsync("pluginInstall", new { hash, accept = await FindingsAsync(step, new { hash }) });
    }

    async Task ChangeAsync(int step, string mutation, string kind) =>
        await MustAsync(mutation, new { id = Id, accept = await FindingsAsync(step, new { id = Id, kind }) });

    /// <summary>Of the plan that was looked at the first time: the same step has the same findings.</summary>
    async Task<string[]> FindingsAsync(int step, object input) =>
        _findings.TryGetValue(step, out var known) ? known : _findings[step] = await PlanAsync(input);

    async Task<string[]> PlanAsync(object input)
    {
        var data = await host.QueryAsync("query($input: PluginPlanInput!) { pluginPlan(input: $input) { findings { id severity } } }", new { input });
        return [.. data.GetProperty("pluginPlan").GetProperty("findings").EnumerateArray().Where(one => one.GetProperty("severity").GetString() == "BREAKING")
            .Select(one => one.GetProperty("id").GetString()!)];
    }

    async Task MustAsync(string mutation, object input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var data = await host.QueryAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ errors {{ ... on Error {{ message }} }} }} }}", new { input });
        if (data.GetProperty(mutation).GetProperty("errors").ValueKind != JsonValueKind.Null) throw new BenchException($"{mutation} failed: {data}");
    }

    async Task<string> UploadAsync(int version)
    {
        using var response = await host.Client.PostAsync("/plugins", new ByteArrayContent(Pack($"9.{version}.0")));
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.TryGetProperty("hash", out var hash) ? hash.GetString()! : throw new BenchException($"The package was refused: {answer.RootElement}");
    }

    /// <summary>As the build made it, with another version.</summary>
    static byte[] Pack(string version)
    {
        var folder = Path.Combine(Places.Repository, "artifacts", "plugins", Id);
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create))
            foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
                using var entry = zip.CreateEntry(name).Open();
                if (name != "plugin.json")
                {
                    using var file = File.OpenRead(path);
                    file.CopyTo(entry);
                    continue;
                }
                var manifest = JsonNode.Parse(File.ReadAllText(path))!;
                manifest["version"] = version;
                using var writer = new StreamWriter(entry);
                writer.Write(manifest.ToJsonString());
            }
        return package.ToArray();
    }
}
