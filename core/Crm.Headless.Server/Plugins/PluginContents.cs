using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Jobs;
using Crm.Headless.Server.Plugins.Endpoints;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins;

/// <summary>What a plugin adds to core.</summary>
/// <param name="Types">The types of the schema that are its own.</param>
/// <param name="Fields">The fields that it adds to types of core, as "Contact.loyalty".</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Handlers">Its handlers of events.</param>
/// <param name="Jobs">What it does by itself.</param>
/// <param name="Endpoints">Its HTTP endpoints, as "POST /plugins/acme.hello/orders".</param>
sealed record PluginContents(
    IReadOnlyList<string> Types, IReadOnlyList<string> Fields, IReadOnlyList<string> Tables, IReadOnlyList<string> Handlers, IReadOnlyList<string> Jobs,
    IReadOnlyList<string> Endpoints);

/// <summary>What the plugins of a generation add.</summary>
sealed class GenerationContents(
    GraphQLSchema schema, CrmContexts contexts, IReadOnlyList<LoadedPlugin> plugins, PluginEventTypes events, PluginRoutes routes)
{
    /// <summary>Null: it takes no part.</summary>
    public PluginContents? Of(string id)
    {
        if (plugins.FirstOrDefault(plugin => plugin.Id == id) is not { } plugin) return null;
        using var db = contexts.Factory.CreateDbContext();
        return new(
            Sorted(schema.Types.Values.Where(type => type.Owner.Id == id).Select(type => type.Name)),
            Sorted(from type in schema.Types.Values.OfType<FieldsType>()
                   where type.Owner.Id != id
                   from field in type.Fields.Values
                   where field.Owner.Id == id
                   select $"{type.Name}.{field.Name}"),
            Sorted(db.Model.GetEntityTypes().Where(entity => plugin.Types.Contains(entity.ClrType)).Select(entity => entity.GetTableName()).OfType<string>().Distinct()),
            Sorted(HandlerDescription.Find(id, plugin.Types, events).Select(handler => handler.Name)),
            Sorted(JobDescription.Find(id, plugin.Types).Select(job => job.Name)),
            Sorted((routes.Of(id) ?? []).Select(route => route.Name)));
    }

    static List<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}

[ObjectType<PluginReport>, Authorize("plugins:admin")]
static class PluginContentsFields
{
    /// <summary>What it adds to core; null while it takes no part.</summary>
    [BatchResolver]
    public static IReadOnlyList<PluginContents?> GetAdds([Parent] IReadOnlyList<PluginReport> plugins, GenerationContents contents) =>
        [.. plugins.Select(plugin => contents.Of(plugin.Id))];
}
