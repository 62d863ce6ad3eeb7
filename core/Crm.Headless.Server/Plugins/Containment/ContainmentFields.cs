using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Plugins.Containment;

[ObjectType<PluginReport>, Authorize("plugins:admin")]
static class ContainmentFields
{
    /// <summary>Whether its fields are called, on this node.</summary>
    [BatchResolver]
    public static IReadOnlyList<PluginBreakerState> GetBreaker([Parent] IReadOnlyList<PluginReport> plugins, PluginBreakers breakers) =>
        [.. plugins.Select(plugin => breakers.Of(plugin.Id).State)];

    /// <summary>What its fields have cost, on this node.</summary>
    [BatchResolver]
    public static IReadOnlyList<PluginCost> GetCost([Parent] IReadOnlyList<PluginReport> plugins, PluginBreakers breakers) =>
        [.. plugins.Select(plugin => breakers.Of(plugin.Id).Cost)];
}
