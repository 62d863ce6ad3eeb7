namespace Crm.Headless.Server.Plugins.Life;

/// <summary>What a change of plugins would bring about. Nothing was changed to find it out.</summary>
sealed record PluginPlan
{
    /// <summary>What would be done.</summary>
    public required PluginChangeKind Kind { get; init; }

    /// <summary>The plugin's id.</summary>
    public required string Plugin { get; init; }

    /// <summary>The version that is there now; null: none.</summary>
    public string? FromVersion { get; init; }

    /// <summary>The version that would be there; null: none.</summary>
    public string? ToVersion { get; init; }

    /// <summary>Why it can't be done: conflicts with core or other plugins, requirements, settings that are missing. Empty: it can.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How the schema would differ, and what else has to be considered. Breaking ones have to be accepted by their ids.</summary>
    public IReadOnlyList<PluginPlanFinding> Findings { get; init; } = [];

    /// <summary>Operations that clients registered and that would not be valid any more.</summary>
    public IReadOnlyList<PluginPlanOperation> BrokenOperations { get; init; } = [];

    /// <summary>Plugins that require this one, directly or not, in the order of their start. They move along.</summary>
    public IReadOnlyList<string> Dependents { get; init; } = [];

    /// <summary>The steps that its tables would take, and those of plugins that move along.</summary>
    public IReadOnlyList<PluginPlanMigration> Migrations { get; init; } = [];

    /// <summary>The scopes that it declares and asks for.</summary>
    public PluginPlanPermissions Permissions { get; init; } = PluginPlanPermissions.None;

    /// <summary>Whether it can be done without accepting anything.</summary>
    public bool IsAllowed => Problems.Count == 0 && !Breaking.Any();

    IEnumerable<PluginPlanFinding> Breaking => Findings.Where(finding => finding.Severity == PluginFindingSeverity.Breaking);

    /// <exception cref="CrmException">It can't be done, or what it breaks wasn't accepted.</exception>
    internal void Check(IReadOnlyList<string> accepted)
    {
        if (Problems.Count > 0) throw new PluginRefusedException(Problems);
        var open = Breaking.Where(finding => !accepted.Contains(finding.Id)).ToList();
        if (open.Count > 0) throw new PluginBreaksException(open);
    }
}

/// <summary>Something to consider about a change of plugins.</summary>
/// <param name="Id">Names it in an acceptance. The same difference has the same id every time.</param>
/// <param name="Severity">Whether clients break.</param>
/// <param name="Coordinate">The place in the schema; null: it isn't about the schema.</param>
/// <param name="Owner">Core, or the plugin whose part of the schema it is.</param>
/// <param name="Message">What is different.</param>
sealed record PluginPlanFinding(string Id, PluginFindingSeverity Severity, string? Coordinate, string Owner, string Message);

/// <summary>What a difference means for clients.</summary>
enum PluginFindingSeverity
{
    /// <summary>Clients that use it fail. It has to be accepted by its id.</summary>
    Breaking,

    /// <summary>Clients that don't expect it may misbehave.</summary>
    Dangerous,

    /// <summary>No client notices.</summary>
    Safe,
}

/// <summary>A registered operation that would not be valid any more.</summary>
/// <param name="Client">The API client that registered it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Messages">Why.</param>
sealed record PluginPlanOperation(string Client, string Name, IReadOnlyList<string> Messages);

/// <summary>A step that the tables of a plugin would take.</summary>
/// <param name="Plugin">Whose tables.</param>
/// <param name="Id">The migration.</param>
/// <param name="Stage">When it runs.</param>
sealed record PluginPlanMigration(string Plugin, string Id, MigrationStage Stage);

/// <summary>When a migration runs.</summary>
enum MigrationStage
{
    /// <summary>Before the new version serves. It only adds, so that the version before goes on meanwhile.</summary>
    Expand,

    /// <summary>When no node uses the version before any more.</summary>
    Contract,
}

/// <summary>What a plugin may do and lets others do.</summary>
/// <param name="Declares">The scopes of its own that can be given to clients.</param>
/// <param name="Asks">The scopes that its own calls of the API use.</param>
/// <param name="New">Those among them that it doesn't have now: to enable it is to grant them.</param>
sealed record PluginPlanPermissions(IReadOnlyList<string> Declares, IReadOnlyList<string> Asks, IReadOnlyList<string> New)
{
    internal static PluginPlanPermissions None { get; } = new([], [], []);

    internal static PluginPlanPermissions Of(PluginManifest? manifest, PluginInstallation? before)
    {
        if (manifest is null) return None;
        var had = before?.Grants.Split(' ') ?? [];
        return new(manifest.Permissions.Declares, manifest.Permissions.Asks, [.. manifest.Permissions.Asks.Except(had)]);
    }
}

/// <summary>The plugin can't be changed as it was asked for.</summary>
sealed class PluginRefusedException(IReadOnlyList<string> problems) : CrmException("PLUGIN_REFUSED", string.Join(" ", problems))
{
    /// <summary>Each with its remedy.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>The change would break clients, and nobody has accepted that.</summary>
sealed class PluginBreaksException(IReadOnlyList<PluginPlanFinding> findings) : CrmException("PLUGIN_BREAKS",
    $"This breaks clients: {string.Join(" ", findings.Select(finding => $"[{finding.Id}] {finding.Message}"))} "
    + "Change it, or accept each of them by giving its id, which stands in brackets, in \"accept\" (--accept of the command line).")
{
    /// <summary>Those that were not accepted.</summary>
    public IReadOnlyList<PluginPlanFinding> Findings { get; } = findings;
}

/// <summary>There is no such plugin or package.</summary>
sealed class PluginNotFoundException(string message) : CrmException("PLUGIN_NOT_FOUND", message)
{
    internal static PluginNotFoundException NotInstalled(string plugin) => new(
        $"There is no package of \"{plugin}\" installed, nor a folder of it in the plugins folder. The query \"plugins\" lists those that there are.");

    internal static PluginNotFoundException NotNamed() => new(
        "The plan needs the hash of a package to install, or the id of a plugin and what to do with it (kind: ENABLE, DISABLE or REMOVE).");

    internal static PluginNotFoundException NoPackage(string hash) => new(
        $"There is no package {hash}. Upload it with POST /plugins first, which answers its hash; one that is installed nowhere is kept for a day.");
}
