using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Exports;

[ObjectType<PluginOperation>, Authorize(PluginExportDownload.Scope)]
static class ExportFields
{
    /// <summary>What the removed plugin left; null: its rows were kept or are gone, or it isn't a removal.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<PluginExport?>> GetExportAsync(
        [Parent] IReadOnlyList<PluginOperation> operations, PluginExports exports, CancellationToken ct)
    {
        var made = operations.Where(operation => operation.Data == PluginData.Export);
        var found = await exports.FindAsync([.. made.Select(operation => operation.Id)], ct);
        return [.. operations.Select(operation => found.GetValueOrDefault(operation.Id))];
    }
}

[ObjectType<PluginExport>, Authorize(PluginExportDownload.Scope)]
static class ExportPathFields
{
    /// <summary>Where a GET downloads it, on every server, with the scope plugins:admin; null: not any more, or not yet.</summary>
    public static string? GetPath([Parent] PluginExport export) =>
        export.CompletedAt is not null && export.RemovedAt is null ? PluginExportDownload.PathOf(export) : null;
}

[QueryType, Authorize(PluginExportDownload.Scope)]
static class ExportQueries
{
    /// <summary>The exports of removed plugins that are there, the latest first: at most the last 200.</summary>
    [ListSize(PluginExports.Shown)]
    public static Task<IReadOnlyList<PluginExport>> GetPluginExportsAsync(PluginExports exports, CancellationToken ct) => exports.ListAsync(ct);
}

[MutationType, Authorize(PluginExportDownload.Scope)]
static class ExportMutations
{
    /// <summary>Deletes the export of a removed plugin before its time is over. One that is gone stays as it is.</summary>
    [Error<NotFoundException>]
    public static Task<PluginExport> PluginExportDeleteAsync(PluginExportDeleteInput input, PluginExports exports, Actor actor, CancellationToken ct) =>
        exports.DeleteAsync(input.Id, actor.Principal, ct);
}

/// <summary>The export to delete.</summary>
sealed record PluginExportDeleteInput
{
    /// <summary>The change of plugins that made it.</summary>
    [ID<PluginOperation>]
    public Guid Id { get; init; }
}
