using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Interactions;

namespace Crm.Headless.Server.Plugins;

/// <summary>The schema of core and the plugins, each with its own documentation and prefix.</summary>
static class GenerationSchema
{
    static readonly Type[] CoreTypes = [.. typeof(GenerationSchema).Assembly.GetTypes(), .. typeof(CrmPlugin).Assembly.GetTypes()];

    static readonly Lazy<XmlDocumentation> CoreDocumentation = new(() => XmlDocumentation.Load(
        from name in new[] { "crm", "Crm.Headless.Sdk", "Crm.Headless.GraphQL.Abstractions", "Crm.Headless.GraphQL" }
        select Path.Combine(AppContext.BaseDirectory, name + ".xml")));

    /// <exception cref="SchemaException">They don't fit together.</exception>
    public static GraphQLSchema Build(IReadOnlyList<LoadedPlugin> plugins, KindsInUse kinds)
    {
        var builder = new SchemaBuilder { RequiresPolicies = true, Retired = [kinds.Retired] }.Add(new(Owner.Core, CoreTypes, CoreDocumentation.Value));
        foreach (var plugin in plugins)
            builder.Add(new(plugin.Owner, plugin.Types, XmlDocumentation.Load([plugin.DocumentationPath]), plugin.Manifest.GraphQLPrefix));
        return builder.Build();
    }
}
