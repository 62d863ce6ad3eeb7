using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Plugins.Packages;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>What the commands have in common that change plugins.</summary>
static class PluginChanging
{
    public const string Remarks =
        """
        Safe while servers run on the same database: they follow within a second or two. Whatever fails on the way leaves what was there before.
        What breaks clients is refused until it is accepted: "crm plugin plan" lists it.
        """;

    public static CommandArgument Id { get; } = new("ID", "The plugin, as \"crm plugin list\" lists it.");

    public static CommandOption Accept { get; } = new("--accept", "IDS", "Findings of the plan that are taken into account, separated by commas.");

    public static JsonArray Accepted(CommandInput input) =>
        new([.. (input.Value(Accept.Name) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(id => (JsonNode)id)]);

    /// <summary>Brings the package into the database.</summary>
    /// <returns>Its hash.</returns>
    /// <exception cref="StartupException">It can't be used.</exception>
    public static async Task<string> StoreAsync(ApiHost host, string path, CancellationToken ct)
    {
        try
        {
            var package = PluginPackage.Read(await File.ReadAllBytesAsync(path, ct));
            await host.Services.GetRequiredService<PluginStore>().AddPackageAsync(package, ct);
            return package.Hash;
        }
        catch (PluginException refused)
        {
            throw new StartupException($"{path}: {refused.Message}", refused);
        }
    }

    /// <summary>Makes the change, and says how far it has come.</summary>
    /// <returns>The operation.</returns>
    public static async Task<Guid> RunAsync(ApiHost host, CommandInput input, string mutation, JsonObject change, CancellationToken ct)
    {
        var changing = host.ChangeAsync(mutation, change, "pluginOperation { id plugin toVersion message }", ct);
        string? last = null;
        while (await Task.WhenAny(changing, Task.Delay(TimeSpan.FromMilliseconds(300), ct)) != changing)
            last = await TellAsync(host, input, last, ct);
        var done = (await changing).GetProperty("pluginOperation");
        await input.Out.WriteLineAsync(
            $"{done.GetProperty("plugin").GetString()}{(done.GetProperty("toVersion").GetString() is { } version ? " " + version : "")}: {done.GetProperty("message").GetString()}");
        return GlobalId.TryParse(done.GetProperty("id").GetString()!, out var id) ? id.Key : throw new InvalidOperationException($"{mutation} answered no id.");
    }

    static async Task<string?> TellAsync(ApiHost host, CommandInput input, string? last, CancellationToken ct)
    {
        var operations = (await host.QueryAsync("{ pluginOperations { step status migrations migrationsDone } }", [], ct)).GetProperty("pluginOperations");
        if (operations.EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } latest) return last;
        var step = latest.GetProperty("step").GetString();
        if (step == "STAGED" && latest.GetProperty("migrations") is { ValueKind: JsonValueKind.Number } total)
            step = $"{step}, {latest.GetProperty("migrationsDone")} of {total} migrations";
        if (step == last || latest.GetProperty("status").GetString() != "RUNNING") return last;
        await input.Error.WriteLineAsync($"{step!.ToLowerInvariant().Replace('_', ' ')} ...");
        return step;
    }
}
