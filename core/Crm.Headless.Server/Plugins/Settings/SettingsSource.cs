using System.Text;
using System.Text.Json.Nodes;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Plugins.Settings;

/// <summary>
/// Where the values of a plugin's settings come from: what was stored for all nodes, and above that the server's own configuration,
/// <c>Crm:Plugins:Settings:&lt;id&gt;:&lt;name&gt;</c>, for what differs from node to node or is kept in a vault.
/// </summary>
sealed class SettingsSource(IConfiguration configuration, DataProtector protector)
{
    /// <summary>Everything that is set, secrets included: for the plugin alone.</summary>
    public JsonObject Of(string plugin, StoredSettings? stored)
    {
        var values = Open(stored);
        foreach (var setting in configuration.GetSection($"Crm:Plugins:Settings:{plugin}").GetChildren())
            values[setting.Key] = Read(setting);
        return values;
    }

    /// <summary>What is stored, secrets included.</summary>
    public JsonObject Open(StoredSettings? stored)
    {
        if (stored is null) return [];
        var values = JsonNode.Parse(stored.Values)!.AsObject();
        if (stored.Secrets is null) return values;
        var secrets = JsonNode.Parse(Encoding.UTF8.GetString(protector.Unprotect(stored.Secrets, StoredSettings.Purpose)))!.AsObject();
        foreach (var (name, secret) in secrets.ToList())
        {
            secrets.Remove(name);
            values[name] = secret;
        }
        return values;
    }

    /// <summary>Splits values into those that may be read again and those that may not.</summary>
    public void Store(StoredSettings to, JsonObject values, IReadOnlySet<string> secret)
    {
        var hidden = new JsonObject(values.Where(pair => secret.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        var open = new JsonObject(values.Where(pair => !secret.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        to.Values = open.ToJsonString();
        to.Secrets = hidden.Count == 0 ? null : protector.Protect(Encoding.UTF8.GetBytes(hidden.ToJsonString()), StoredSettings.Purpose);
    }

    // Configuration has texts alone, which are read as what the property is.
    static JsonNode? Read(IConfigurationSection setting)
    {
        var children = setting.GetChildren().ToList();
        if (children.Count == 0) return setting.Value;
        return children.All(child => int.TryParse(child.Key, out _))
            ? new JsonArray([.. children.Select(Read)])
            : new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, Read(child))));
    }
}
