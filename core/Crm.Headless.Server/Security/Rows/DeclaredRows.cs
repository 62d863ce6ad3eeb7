using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;

namespace Crm.Headless.Server.Security;

/// <summary>Default deny: each type of rows that a plugin keeps says who sees them.</summary>
static class DeclaredRows
{
    /// <exception cref="RowPolicyMissingException">One of them doesn't.</exception>
    public static void Check(CrmDb db, IServiceCollection services)
    {
        var policies = services.Select(service => service.ServiceType).ToHashSet();
        foreach (var row in db.Model.GetEntityTypes().Where(entity => !entity.IsOwned()).Select(entity => entity.ClrType))
            if (!PluginWriter.IsCore(row) && !IsDeclared(row) && !policies.Contains(typeof(IRowPolicy<>).MakeGenericType(row)))
                throw new RowPolicyMissingException(row);
    }

    static bool IsDeclared(Type row) => DeclaredVisibility.IsToAll(row) || DeclaredVisibility.Records(row).Any();
}

/// <summary>Nothing says who sees the rows of a type.</summary>
sealed class RowPolicyMissingException(Type row) : Exception(
    $"Nothing says who sees the rows of {row.Name}. Put [VisibleWith<Contact>(nameof({row.Name}.ContactId))] on the class if they belong to a "
    + $"record, [VisibleToAll] if they are nobody's in particular, or register an IRowPolicy<{row.Name}>.");
