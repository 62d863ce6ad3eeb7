using Crm.Headless.GraphQL.Building;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins;

/// <summary>Puts into words why a plugin can't take part.</summary>
static class PluginFault
{
    public static PluginReport Report(PluginManifest manifest, Exception error) => PluginReport.Of(manifest, StatusOf(error), error switch
    {
        PluginException or ModelConflictException => error.Message,
        SchemaException schema => $"Plugin \"{manifest.Id}\" doesn't fit into the schema: {string.Join(" ", schema.Problems)}",
        AggregateException { InnerExceptions: [var first, ..] } => Crash(manifest, first),
        _ => Crash(manifest, error),
    });

    static PluginStatus StatusOf(Exception error) =>
        error is PluginException { InnerException: null } or SchemaException or ModelConflictException
        ? PluginStatus.Refused : PluginStatus.Failed;

    static string Crash(PluginManifest manifest, Exception error) =>
        $"Plugin \"{manifest.Id}\" crashed when it was started: {error.GetType().Name}: {error.Message} "
        + "Ask its author for a release that fits, or remove it.";
}
