using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Plugins;

/// <summary>What a set of plugins makes together with core, before it is known whether it fits.</summary>
sealed record GenerationParts(GraphQLSchema Schema, CrmContexts Contexts, ServiceProvider Services) : IDisposable
{
    static readonly ServiceProviderOptions Validating = new() { ValidateOnBuild = true, ValidateScopes = true };

    public static GenerationParts Build(IServiceProvider host, Database database, IReadOnlyList<LoadedPlugin> plugins, IReadOnlyList<PluginReport> reports)
    {
        var schema = GenerationSchema.Build(plugins);
        var contexts = new CrmContexts(database, [.. plugins.Select(plugin => new ModelPart(plugin.Id, plugin.Manifest.TablePrefix, plugin.Instance.ConfigureModel))]);
        try
        {
            return new(schema, contexts, GenerationServices.Of(host, contexts, plugins, reports).BuildServiceProvider(Validating));
        }
        catch
        {
            contexts.Dispose();
            throw;
        }
    }

    /// <exception cref="Exception">The model can't be built.</exception>
    public void Check() => Contexts.BuildModel();

    public void Dispose()
    {
        Services.Dispose();
        Contexts.Dispose();
    }
}
