using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins;

/// <summary>Default deny: each type of rows that a plugin keeps says who sees them.</summary>
static class PluginRows
{
    /// <exception cref="PluginException">One of them doesn't.</exception>
    public static void Check(IReadOnlyList<LoadedPlugin> plugins, CrmContexts contexts, IServiceCollection services)
    {
        var policies = services.Select(service => service.ServiceType).ToHashSet();
        using var db = contexts.Factory.CreateDbContext();
        foreach (var row in db.Model.GetEntityTypes().Where(entity => !entity.IsOwned()).Select(entity => entity.ClrType))
            if (plugins.FirstOrDefault(plugin => plugin.Types.Contains(row)) is { } plugin && !IsDeclared(row)
                && !policies.Contains(typeof(IRowPolicy<>).MakeGenericType(row)))
                throw new PluginException(
                    $"Plugin \"{plugin.Id}\" doesn't say who sees the rows of {row.Name}. Put [VisibleWith<Contact>(nameof({row.Name}.ContactId))] on the "
                    + $"class if they belong to a record, [VisibleToAll] if they are nobody's in particular, or register an IRowPolicy<{row.Name}>.");
    }

    static bool IsDeclared(Type row) => DeclaredVisibility.IsToAll(row) || DeclaredVisibility.Records(row).Any();
}
