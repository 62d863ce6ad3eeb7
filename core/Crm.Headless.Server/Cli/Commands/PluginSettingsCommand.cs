using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class PluginSettingsCommand : Command
{
    const string File = "--file";

    public override string Name => "plugin settings";
    public override string Summary => "Shows a plugin's settings, or changes them.";
    public override string Remarks =>
        """
        The file is a JSON object of the settings to change, by name; null takes one back to its default. "-" reads it from standard input, so
        that secrets stand on no command line. Secrets are stored encrypted and never shown again. Safe while servers run.
        """;

    public override IReadOnlyList<CommandArgument> Arguments => [PluginChanging.Id];
    public override IReadOnlyList<CommandOption> Options => [new(File, "FILE", "What to change.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var host = await ApiHost.OpenAsync(input, ct);
        if (input.Value(File) is { } file)
        {
            var change = new JsonObject { ["id"] = input.Arguments[0], ["values"] = await ReadAsync(file, ct) };
            await PluginChanging.RunAsync(host, input, "pluginSettingsUpdate", change, ct);
            return 0;
        }
        var plugins = (await host.QueryAsync("{ plugins { id settings { schema values secrets } } }", [], ct)).GetProperty("plugins");
        var plugin = plugins.EnumerateArray().FirstOrDefault(plugin => plugin.GetProperty("id").GetString() == input.Arguments[0]);
        if (plugin.ValueKind == JsonValueKind.Undefined) throw new StartupException($"There is no plugin \"{input.Arguments[0]}\". \"crm plugin list\" lists them.");
        await WriteAsync(plugin.GetProperty("settings"), input.Out);
        return 0;
    }

    static async Task<JsonNode> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            var text = file == "-" ? await Console.In.ReadToEndAsync(ct) : await System.IO.File.ReadAllTextAsync(file, ct);
            return JsonNode.Parse(text) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new StartupException($"{file} is no JSON object: {error.Message}", error);
        }
    }

    static async Task WriteAsync(JsonElement settings, TextWriter to)
    {
        if (settings.ValueKind == JsonValueKind.Null || !settings.GetProperty("schema").TryGetProperty("properties", out var properties))
        {
            await to.WriteLineAsync("It has no settings.");
            return;
        }
        var secrets = settings.GetProperty("secrets").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        foreach (var property in properties.EnumerateObject())
        {
            var value = settings.GetProperty("values").TryGetProperty(property.Name, out var set) ? set.GetRawText()
                : secrets.Contains(property.Name) ? "(secret, set)"
                : property.Value.TryGetProperty("default", out var standard) ? $"{standard.GetRawText()} (default)" : "not set";
            await to.WriteLineAsync($"{property.Name} = {value}");
            if (property.Value.TryGetProperty("description", out var text)) await to.WriteLineAsync($"  {text.GetString()}");
        }
    }
}
