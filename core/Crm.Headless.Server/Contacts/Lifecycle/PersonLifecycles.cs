using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>The plugins of a generation that keep rows about contacts: those that take part in a person's life, and those that don't.</summary>
sealed class PersonLifecycles
{
    readonly List<(Owner Plugin, ObjectFactory Make)> _taking = [];

    public PersonLifecycles(IReadOnlyList<LoadedPlugin> plugins, CrmContexts contexts)
    {
        using var db = contexts.Factory.CreateDbContext();
        foreach (var plugin in plugins)
        {
            Asked.Add(plugin.Id);
            var own = plugin.Types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPersonLifecycle))).ToList();
            _taking.AddRange(own.Select(type => (plugin.Owner, ActivatorUtilities.CreateFactory(type, Type.EmptyTypes))));
            if (own.Count == 0 && db.Model.GetEntityTypes().Any(entity => plugin.Types.Contains(entity.ClrType) && IsAboutContacts(entity))) Passive.Add(plugin.Id);
        }
    }

    /// <summary>The ids of all plugins of the generation.</summary>
    public HashSet<string> Asked { get; } = [];

    /// <summary>The ids of those that don't take part.</summary>
    public List<string> Passive { get; } = [];

    /// <summary>Those that take part, with the services of a scope.</summary>
    public IEnumerable<(Owner Plugin, Func<IPersonLifecycle> Make)> Of(IServiceProvider services) =>
        _taking.Select(one => (one.Plugin, new Func<IPersonLifecycle>(() => (IPersonLifecycle)one.Make(services, null))));

    static bool IsAboutContacts(Microsoft.EntityFrameworkCore.Metadata.IEntityType entity) =>
        entity.GetForeignKeys().Any(key => key.PrincipalEntityType.ClrType == typeof(Contact))
        || entity.ClrType.GetCustomAttributes(inherit: false).OfType<IVisibleWith>().Any(seen => seen.Record == typeof(Contact))
        || entity.GetProperties().Any(property => property.Name.EndsWith("ContactId", StringComparison.Ordinal));
}
