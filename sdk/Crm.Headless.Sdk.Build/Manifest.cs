using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Headless.Build;

/// <summary>The <c>plugin.json</c>: what the project file says, and what the built assembly shows.</summary>
static class Manifest
{
    public static void Write(PluginFacts facts, string path)
    {
        var types = PluginAssembly.TypesOf(facts);
        var manifest = new JsonObject
        {
            ["id"] = facts["id"],
            ["version"] = facts["version"],
            ["description"] = facts["description"],
            ["sdk"] = new JsonObject { ["version"] = facts["sdkVersion"], ["range"] = facts["sdkRange"] },
            ["graphqlPrefix"] = facts["graphqlPrefix"],
            ["tablePrefix"] = facts["tablePrefix"],
            ["requires"] = new JsonArray([.. facts.Requires.Select(need => new JsonObject { ["id"] = need.Id, ["version"] = need.Range })]),
            ["entry"] = facts["entry"],
            ["permissions"] = new JsonObject { ["declares"] = ArrayOf(DeclaredScopes.Of(types)), ["asks"] = ArrayOf(facts.Asks) },
        };
        if (SettingsSchema.Of(types, Summaries.BesideOf(facts.Assembly)) is { } settings) manifest["settings"] = settings;
        manifest["files"] = FilesOf(facts);
        File.WriteAllText(path, manifest.ToJsonString(Json) + "\n");
    }

    static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static JsonArray ArrayOf(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    static JsonObject FilesOf(PluginFacts facts)
    {
        var files = new JsonObject();
        foreach (var (name, source) in facts.Files.OrderBy(file => file.Name, StringComparer.Ordinal))
            if (!files.TryAdd(name, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source)))))
                throw new BuildException($"Two files would be {name} in the plugin's folder. Rename one of them, or take one out of the project.");
        return files;
    }
}
