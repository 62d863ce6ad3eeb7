using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Plugins;

/// <summary>What became of a plugin that was found.</summary>
/// <param name="Id">Its id; the folder's name when the manifest can't be read.</param>
/// <param name="Version">Null when the manifest can't be read.</param>
/// <param name="Message">The cause and the remedy; null when there is nothing to say.</param>
[GraphQLName("Plugin")]
sealed record PluginReport(string Id, string? Version, PluginStatus Status, string? Message = null)
{
    /// <summary>The SHA-256 of the package that was installed; null: it comes from the plugins folder of the server.</summary>
    public string? PackageHash { get; init; }

    /// <summary>It goes on in the place of the version that is decided, which can't run here: see the message.</summary>
    [GraphQLIgnore]
    public bool IsFallBack => Status == PluginStatus.Enabled && Message is not null;

    public static PluginReport Of(PluginManifest manifest, PluginStatus status, string? message = null) =>
        new(manifest.Id, manifest.Version.ToString(), status, message);
}

/// <summary>Whether a plugin takes part.</summary>
enum PluginStatus
{
    /// <summary>It takes part.</summary>
    Enabled,

    /// <summary>Somebody decided that it shall not.</summary>
    Disabled,

    /// <summary>It doesn't fit this host or the other plugins; none of its code was run.</summary>
    Refused,

    /// <summary>It fits by its manifest, and its code or its tables went wrong.</summary>
    Failed,
}
