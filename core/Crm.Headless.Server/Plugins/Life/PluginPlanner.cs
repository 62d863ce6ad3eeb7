using Crm.Headless.Server.ClientOperations;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Finds out what a change of plugins would bring about, before anything is changed.</summary>
sealed class PluginPlanner(
    PluginDirectory directory, PluginStore store, Generations generations, GenerationBuilder builder, PluginMigrations migrations,
    KnownPrefixes prefixes, ForgottenMembers forgotten, BrokenOperations operations)
{
    /// <exception cref="CrmException">There is no such plugin or package, or it may not be changed so.</exception>
    public async Task<PluginTarget> FindTargetAsync(PluginChange change, CancellationToken ct)
    {
        var decided = await store.ReadAsync(ct);
        var row = decided.ByPlugin.GetValueOrDefault(change.Plugin);
        if (change.Settings is { } settings) return new(row, row, decided.With(settings));
        var decision = change.Kind switch
        {
            PluginChangeKind.Install => await FindPackageAsync(change, row, ct),
            PluginChangeKind.Enable => Decision(change.Plugin, row, isEnabled: true),
            PluginChangeKind.Disable => Decision(change.Plugin, row, isEnabled: false),
            _ => row?.Hash is null ? throw PluginNotFoundException.NotInstalled(change.Plugin) : null,
        };
        return new(decision, row, decided.With(change.Plugin, decision));
    }

    /// <summary>What would serve then.</summary>
    public async Task<GenerationDraft> DraftAsync(PluginTarget target, CancellationToken ct) =>
        await builder.DraftAsync(await directory.ReadAsync(target.After, ct), ct);

    public async Task<PluginPlan> PlanAsync(PluginChange change, PluginTarget target, GenerationDraft after, CancellationToken ct)
    {
        using var lease = generations.Lease();
        var before = lease.Generation;
        var manifest = after.Catalog.Folders.FirstOrDefault(folder => folder.Manifest.Id == change.Plugin)?.Manifest;
        var permissions = PluginPlanPermissions.Of(manifest, target.Before);
        var (pending, later, refused) = await MigrationsAsync(change.Plugin, before, after, ct);
        IReadOnlyList<string> problems = [.. Problems(change, before.Reports, after.Reports), .. refused, .. await PrefixProblemsAsync(change, target, after, ct)];
        // What doesn't come up has no fields: that they are gone is no news then, and its problem is.
        var differs = problems.Count == 0;
        return new()
        {
            Kind = change.Kind,
            Plugin = change.Plugin,
            FromVersion = VersionIn(before.Reports, change.Plugin),
            ToVersion = change.Kind == PluginChangeKind.Remove ? null : VersionIn(after.Reports, change.Plugin),
            Problems = problems,
            Findings =
            [
                .. differs ? PlanFindings.Of(before.Schema, after.Schema) : [],
                .. Downgrade(change, VersionIn(before.Reports, change.Plugin), VersionIn(after.Reports, change.Plugin), later),
                .. SameVersion(change, target),
                .. await forgotten.FindAsync(
                    PluginIn(before.Plugins, change.Plugin), PluginIn(after.Plugins, change.Plugin), before.Contexts, after.Parts.Contexts, ct),
                .. PlanFindings.OfGrants(change.Plugin, permissions.New),
            ],
            BrokenOperations = differs ? await operations.FindAsync(before.Schema, after.Schema, ct) : [],
            Dependents = [.. Dependents(change.Plugin, before.Plugins)],
            Migrations = pending,
            Permissions = permissions,
        };
    }

    /// <summary>Between the plan and now, something may have gone wrong: a migration, a service, a field.</summary>
    /// <exception cref="PluginException">The change has not come about as it was planned.</exception>
    public void RequireTheSame(Generation next, PluginChange change)
    {
        using var lease = generations.Lease();
        var problems = Problems(change, lease.Generation.Reports, next.Reports).ToList();
        if (problems.Count > 0) throw new PluginException(string.Join(" ", problems));
        if (change.Kind is PluginChangeKind.Disable or PluginChangeKind.Remove) return;
        if (next.Faults.FirstOrDefault(fault => fault.Plugin == change.Plugin) is { } fault)
            throw new PluginException(
                $"Its field {fault.Path} failed when it was tried: {fault.Message} Ask its author for a release whose fields can be read.");
    }

    async Task<(IReadOnlyList<PluginPlanMigration> Pending, IReadOnlyList<string> Later, IReadOnlyList<string> Refused)> MigrationsAsync(
        string plugin, Generation before, GenerationDraft after, CancellationToken ct)
    {
        try
        {
            var later = PluginIn(after.Plugins, plugin) is { } changed ? await migrations.CheckAsync(changed, ct) : [];
            var pending = await migrations.PendingAsync(after.Plugins, ct);
            return (pending, later, [.. migrations.TakingAway(after.Plugins, pending, before.Plugins.Select(plugin => plugin.Id).ToHashSet())]);
        }
        catch (PluginException refused)
        {
            return ([], [], [refused.Message]);
        }
    }

    async Task<IReadOnlyList<string>> PrefixProblemsAsync(PluginChange change, PluginTarget target, GenerationDraft after, CancellationToken ct)
    {
        try
        {
            var reason = change switch
            {
                { Kind: PluginChangeKind.Install or PluginChangeKind.Enable } => PluginIn(after.Plugins, change.Plugin) is { } plugin
                    ? await prefixes.WhyNotTakeInAsync(plugin.Manifest, ct) : null,
                { Kind: PluginChangeKind.Remove, Data: PluginData.Export or PluginData.Purge } =>
                    await prefixes.WhyNotDropAsync((await store.PackageAsync(target.Before!.Hash!, ct)).Manifest, ct),
                _ => null,
            };
            return reason is null ? [] : [reason];
        }
        catch (PluginException unreadable)
        {
            return [unreadable.Message]; // Its package says which tables are its own.
        }
    }

    static IEnumerable<string> Problems(PluginChange change, IReadOnlyList<PluginReport> before, IReadOnlyList<PluginReport> after)
    {
        foreach (var report in after)
        {
            if (report.Status == PluginStatus.Enabled) continue;
            var isTarget = report.Id == change.Plugin;
            if (isTarget && change.Kind is PluginChangeKind.Disable or PluginChangeKind.Remove) continue;
            if (isTarget || before.Any(other => other.Id == report.Id && other.Status == PluginStatus.Enabled))
                yield return isTarget ? report.Message! : $"Plugin \"{report.Id}\" wouldn't take part any more: {report.Message}";
        }
    }

    // Tables don't go back: the older code meets what the newer one made of them, also when that was removed and its rows were kept. What is
    // there lives with its tables, whatever an upgrade that failed has added to them.
    static IEnumerable<PluginPlanFinding> Downgrade(PluginChange change, string? before, string? after, IReadOnlyList<string> later)
    {
        if (SemanticVersion.TryParse(after ?? "") is not { } next) yield break;
        if (SemanticVersion.TryParse(before ?? "") is { } old && next.CompareTo(old) < 0)
            yield return new("downgrade", PluginFindingSeverity.Breaking, null, change.Plugin,
                $"{next} is older than {old}. The tables stay as {old} made them, so it works only if {old} has added to them and nothing else.");
        else if (before is null && later.Count > 0)
            yield return new("downgrade", PluginFindingSeverity.Breaking, null, change.Plugin,
                $"The tables were made by another version, whose {(later.Count == 1 ? "migration" : "migrations")} {string.Join(", ", later)} {next} doesn't have. They stay as they are, so it works only if that has added to them and nothing else.");
    }

    // Whoever reads the version later, in a log or in a question to the author, can't tell the two apart.
    static IEnumerable<PluginPlanFinding> SameVersion(PluginChange change, PluginTarget target)
    {
        if (target is { Before: { Hash: { } old, Version: { } version }, Decision.Hash: { } next } && old != next && version == target.Decision.Version)
            yield return new("sameVersion", PluginFindingSeverity.Dangerous, null, change.Plugin,
                $"{version} is installed already, from another package. A release should have a version of its own: raise it, unless both are builds that only you use.");
    }

    static IEnumerable<string> Dependents(string plugin, IReadOnlyList<LoadedPlugin> plugins)
    {
        var moved = new HashSet<string> { plugin };
        foreach (var other in plugins) // in the order of their start
            if (other.Manifest.Requires.Any(need => moved.Contains(need.Id)) && moved.Add(other.Id))
                yield return other.Id;
    }

    static string? VersionIn(IReadOnlyList<PluginReport> reports, string plugin) => reports.FirstOrDefault(report => report.Id == plugin)?.Version;

    static LoadedPlugin? PluginIn(IReadOnlyList<LoadedPlugin> plugins, string id) => plugins.FirstOrDefault(plugin => plugin.Id == id);

    async Task<PluginInstallation> FindPackageAsync(PluginChange change, PluginInstallation? row, CancellationToken ct)
    {
        if (directory.WhyForbidden(change.Plugin) is { } reason) throw new PluginRefusedException([reason]);
        var stored = (await store.PackagesAsync(ct)).FirstOrDefault(package => package.Hash == change.Hash)
            ?? throw PluginNotFoundException.NoPackage(change.Hash!);
        var manifest = (await store.PackageAsync(stored.Hash, ct)).Manifest;
        var isSame = row?.Hash == stored.Hash;
        return new()
        {
            Plugin = stored.Plugin,
            Hash = stored.Hash,
            Version = stored.Version,
            PreviousHash = isSame ? row!.PreviousHash : row is { IsEnabled: true } ? row.Hash : null,
            IsEnabled = true,
            Grants = string.Join(' ', manifest.Permissions.Asks),
        };
    }

    PluginInstallation Decision(string plugin, PluginInstallation? row, bool isEnabled)
    {
        if (isEnabled && directory.WhyForbidden(plugin) is { } reason) throw new PluginRefusedException([reason]);
        var folder = row?.Hash is null ? directory.InFolder(plugin) : null;
        if (row is null && folder is null) throw PluginNotFoundException.NotInstalled(plugin);
        return new()
        {
            Plugin = plugin,
            Hash = row?.Hash,
            Version = row?.Version,
            PreviousHash = row?.PreviousHash,
            IsEnabled = isEnabled,
            Grants = isEnabled && folder is not null ? string.Join(' ', folder.Manifest.Permissions.Asks) : row?.Grants ?? "",
        };
    }
}

/// <param name="Decision">What shall be decided; null: nothing any more.</param>
/// <param name="Before">What is decided now; null: nothing.</param>
/// <param name="After">All that would be decided then.</param>
sealed record PluginTarget(PluginInstallation? Decision, PluginInstallation? Before, PluginDecisions After);
