using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Plugins.Life;

[MutationType, Authorize("plugins:admin")]
[Error<PluginNotFoundException>, Error<PluginRefusedException>, Error<PluginBusyException>, Error<PluginChangeFailedException>]
static class PluginMutations
{
    /// <summary>
    /// Installs a package that was uploaded (POST /plugins) and enables it, in the place of another version where there is one. Requests
    /// that run meanwhile aren't disturbed. Whatever fails on the way leaves what was there before.
    /// </summary>
    [Error<PluginBreaksException>]
    public static Task<PluginOperation> PluginInstallAsync(PluginInstallInput input, PluginAdministration plugins, CancellationToken ct) =>
        plugins.InstallAsync(input.Hash, input.Accept, ct);

    /// <summary>Lets a plugin take part: one that was disabled, or one that lies in the plugins folder of the server.</summary>
    [Error<PluginBreaksException>]
    public static Task<PluginOperation> PluginEnableAsync(PluginEnableInput input, PluginAdministration plugins, CancellationToken ct) =>
        plugins.RunAsync(PluginChangeKind.Enable, input.Id, input.Accept, ct);

    /// <summary>Takes a plugin out, and keeps all its data.</summary>
    [Error<PluginBreaksException>]
    public static Task<PluginOperation> PluginDisableAsync(PluginDisableInput input, PluginAdministration plugins, CancellationToken ct) =>
        plugins.RunAsync(PluginChangeKind.Disable, input.Id, input.Accept, ct);

    /// <summary>Removes a plugin that was installed from a package.</summary>
    [Error<PluginBreaksException>]
    public static Task<PluginOperation> PluginRemoveAsync(PluginRemoveInput input, PluginAdministration plugins, CancellationToken ct) =>
        plugins.RunAsync(PluginChangeKind.Remove, input.Id, input.Accept, ct, input.Data ?? PluginData.Keep);
}

/// <summary>The package to install.</summary>
sealed record PluginInstallInput
{
    /// <summary>The SHA-256 of the package, as it was answered to the upload.</summary>
    public required string Hash { get; init; }

    /// <summary>The ids of the plan's breaking findings that are taken into account.</summary>
    public IReadOnlyList<string>? Accept { get; init; }
}

/// <summary>The plugin to enable.</summary>
sealed record PluginEnableInput
{
    /// <summary>Its id, such as "acme.greeter".</summary>
    public required string Id { get; init; }

    /// <summary>The ids of the plan's breaking findings that are taken into account.</summary>
    public IReadOnlyList<string>? Accept { get; init; }
}

/// <summary>The plugin to disable.</summary>
sealed record PluginDisableInput
{
    /// <summary>Its id, such as "acme.greeter".</summary>
    public required string Id { get; init; }

    /// <summary>The ids of the plan's breaking findings that are taken into account.</summary>
    public IReadOnlyList<string>? Accept { get; init; }
}

/// <summary>The plugin to remove.</summary>
sealed record PluginRemoveInput
{
    /// <summary>Its id, such as "acme.greeter".</summary>
    public required string Id { get; init; }

    /// <summary>What becomes of its rows; left out: they are kept.</summary>
    public PluginData? Data { get; init; }

    /// <summary>The ids of the plan's breaking findings that are taken into account.</summary>
    public IReadOnlyList<string>? Accept { get; init; }
}

/// <summary>The change to plan: a package to install, or the id of a plugin and what to do with it.</summary>
sealed record PluginPlanInput
{
    /// <summary>The SHA-256 of a package that was uploaded, to be installed.</summary>
    public string? Hash { get; init; }

    /// <summary>The id of the plugin to enable, disable or remove.</summary>
    public string? Id { get; init; }

    /// <summary>What to do with it; left out: install.</summary>
    public PluginChangeKind? Kind { get; init; }
}

[QueryType, Authorize("plugins:admin")]
static class PluginLifeQueries
{
    /// <summary>What a change of plugins would bring about. Changes nothing. Null: there is no such plugin or package, as the error says.</summary>
    [Cost(500)]
    public static async Task<PluginPlan?> GetPluginPlanAsync(PluginPlanInput input, PluginAdministration plugins, CancellationToken ct) =>
        await plugins.PlanAsync(input, ct);

    /// <summary>The packages that were uploaded and not forgotten yet.</summary>
    public static async Task<IReadOnlyList<PluginPackageInfo>> GetPluginPackagesAsync(PluginStore store, CancellationToken ct) =>
        [.. from package in await store.PackagesAsync(ct) select new PluginPackageInfo(package.Hash, package.Plugin, package.Version, package.CreatedAt)];

    /// <summary>The changes of plugins, the latest first: at most the last 50.</summary>
    public static Task<IReadOnlyList<PluginOperation>> GetPluginOperationsAsync(PluginStore store, CancellationToken ct) => store.OperationsAsync(ct);
}

/// <summary>A package of a plugin.</summary>
/// <param name="Hash">The SHA-256 of its bytes, by which it is installed.</param>
/// <param name="Plugin">The plugin's id.</param>
/// <param name="Version">The plugin's version.</param>
/// <param name="UploadedAt">When it was brought in.</param>
sealed record PluginPackageInfo(string Hash, string Plugin, string Version, DateTimeOffset UploadedAt);
