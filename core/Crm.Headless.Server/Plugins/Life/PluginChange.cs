using Crm.Headless.Server.Plugins.Settings;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Something that shall be changed about a plugin.</summary>
/// <param name="Hash">The package to install; null for other kinds.</param>
/// <param name="Data">What becomes of its rows when it is removed.</param>
/// <param name="Accepted">The findings of the plan that were seen and taken into account.</param>
/// <param name="By">Who asked for it.</param>
sealed record PluginChange(
    PluginChangeKind Kind, string Plugin, string? Hash, PluginData? Data, IReadOnlyList<string> Accepted, Security.CrmPrincipal By)
{
    /// <summary>The settings to store; null: they stay.</summary>
    public StoredSettings? Settings { get; init; }
}
