using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Settings;

/// <summary>A plugin's settings.</summary>
/// <param name="Schema">What can be set, as a JSON Schema; secrets have "x-secret": true.</param>
/// <param name="Values">What was set, without secrets. What was not set has the default of the schema.</param>
/// <param name="Secrets">The names of the secrets that are set.</param>
/// <param name="Version">Counts the changes; 0: nothing was ever set.</param>
sealed record PluginSettingsView(JsonElement Schema, JsonElement Values, IReadOnlyList<string> Secrets, int Version);

[ObjectType<PluginReport>, Authorize("plugins:admin")]
static class PluginReportFields
{
    /// <summary>Its settings; null: it has none. What the server's own configuration sets isn't shown.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<PluginSettingsView?>> GetSettingsAsync(
        [Parent] IReadOnlyList<PluginReport> plugins, SettingsCommands settings, CancellationToken ct) => await settings.FindAsync(plugins, ct);
}

[MutationType, Authorize("plugins:admin")]
static class PluginSettingsMutations
{
    /// <summary>
    /// Changes settings of a plugin. They count at once, on every node; values that aren't valid change nothing. Secrets are stored encrypted
    /// and never shown again.
    /// </summary>
    [Error<PluginNotFoundException>, Error<PluginRefusedException>, Error<PluginBusyException>, Error<PluginChangeFailedException>]
    [Error<VersionConflictException>, Error<InvalidAttributesException>]
    public static Task<PluginOperation> PluginSettingsUpdateAsync(PluginSettingsUpdateInput input, SettingsCommands settings, CancellationToken ct) =>
        settings.UpdateAsync(input, ct);
}

/// <summary>What to set.</summary>
sealed record PluginSettingsUpdateInput
{
    /// <summary>The plugin's id, such as "acme.greeter".</summary>
    public required string Id { get; init; }

    /// <summary>A JSON object of the settings to change, by name; null takes one back to its default. Those that aren't named stay.</summary>
    public JsonElement Values { get; init; }

    /// <summary>The version that you saw: the change is refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>Reads and changes what is set of plugins' settings.</summary>
sealed class SettingsCommands(PluginStore store, PluginDirectory directory, PluginChanges changes, SettingsSource source, Actor actor, TimeProvider clock)
{
    /// <summary>In the order of the plugins; null for one without settings.</summary>
    public async Task<IReadOnlyList<PluginSettingsView?>> FindAsync(IReadOnlyList<PluginReport> plugins, CancellationToken ct)
    {
        var decided = await store.ReadAsync(ct);
        var found = new List<PluginSettingsView?>();
        foreach (var plugin in plugins) found.Add(await FindAsync(plugin.Id, decided, ct));
        return found;
    }

    async Task<PluginSettingsView?> FindAsync(string plugin, PluginDecisions decided, CancellationToken ct)
    {
        if (await ManifestAsync(plugin, decided, ct) is not { Settings: { } schema }) return null;
        var stored = decided.Settings.GetValueOrDefault(plugin);
        var values = JsonNode.Parse(stored?.Values ?? "{}")!.AsObject();
        var secrets = SecretsIn(schema);
        foreach (var name in secrets) values.Remove(name); // It may be one since the last upgrade only.
        return new(schema, JsonSerializer.SerializeToElement(values), [.. source.Open(stored).Select(pair => pair.Key).Where(secrets.Contains)], stored?.Version ?? 0);
    }

    public async Task<PluginOperation> UpdateAsync(PluginSettingsUpdateInput input, CancellationToken ct)
    {
        if (input.Values.ValueKind != JsonValueKind.Object) throw new InvalidAttributesException(FieldPath.Input["values"], "An object is expected");
        var decided = await store.ReadAsync(ct);
        var manifest = await ManifestAsync(input.Id, decided, ct) ?? throw PluginNotFoundException.NotInstalled(input.Id);
        if (manifest.Settings is not { } schema) throw new PluginRefusedException([$"Plugin \"{input.Id}\" has no settings."]);
        var before = decided.Settings.GetValueOrDefault(input.Id);
        VersionConflictException.ThrowIf(input.Version, before?.Version ?? 0);
        var next = new StoredSettings { Plugin = input.Id, Version = (before?.Version ?? 0) + 1, UpdatedAt = clock.Now() };
        source.Store(next, Merge(source.Open(before), input.Values, NamesIn(schema)), SecretsIn(schema));
        return await changes.RunAsync(new(PluginChangeKind.Configure, input.Id, null, null, [], actor.Principal) { Settings = next }, ct);
    }

    // Names are read whatever their case, so that they are kept as the schema writes them: a secret is told by its name.
    static JsonObject Merge(JsonObject values, JsonElement changes, IReadOnlySet<string> names)
    {
        foreach (var change in changes.EnumerateObject())
        {
            var name = names.FirstOrDefault(name => name.Equals(change.Name, StringComparison.OrdinalIgnoreCase)) ?? change.Name;
            values.Remove(name);
            if (change.Value.ValueKind != JsonValueKind.Null) values[name] = JsonNode.Parse(change.Value.GetRawText());
        }
        return values;
    }

    static HashSet<string> NamesIn(JsonElement schema) => [.. PropertiesOf(schema).Select(property => property.Name)];

    /// <summary>With a secret inside, all of a setting is one.</summary>
    static HashSet<string> SecretsIn(JsonElement schema) => [.. from property in PropertiesOf(schema) where HasSecret(property.Value) select property.Name];

    static IEnumerable<JsonProperty> PropertiesOf(JsonElement schema) => schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [];

    static bool HasSecret(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().Any(one => one.NameEquals("x-secret") && one.Value.ValueKind == JsonValueKind.True || HasSecret(one.Value)),
        JsonValueKind.Array => schema.EnumerateArray().Any(HasSecret),
        _ => false,
    };

    async Task<PluginManifest?> ManifestAsync(string plugin, PluginDecisions decided, CancellationToken ct) =>
        decided.ByPlugin.GetValueOrDefault(plugin)?.Hash is { } hash ? (await store.PackageAsync(hash, ct)).Manifest : directory.InFolder(plugin)?.Manifest;
}
