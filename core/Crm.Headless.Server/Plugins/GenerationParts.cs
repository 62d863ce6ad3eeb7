using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Interactions;
using Crm.Headless.Server.Jobs;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Plugins;

/// <summary>What a set of plugins makes together with core: everything of a generation that plugins take part in.</summary>
sealed record GenerationParts(
    RequestExecutors Executors, IReadOnlyList<HandlerDescription> Handlers, IReadOnlyList<JobDescription> Jobs, CrmContexts Contexts,
    ServiceProvider Services, GenerationUse Use, IReadOnlyList<string> PluginIds) : IDisposable
{
    static readonly ServiceProviderOptions Validating = new() { ValidateOnBuild = true, ValidateScopes = true };

    public GraphQLSchema Schema => Executors.Full.Schema;

    /// <exception cref="Exception">They don't fit together, or code of a plugin failed.</exception>
    public static GenerationParts Build(
        IServiceProvider host, Database database, IReadOnlyList<LoadedPlugin> plugins, IReadOnlyDictionary<string, JsonObject> settings,
        InstalledPlugins installed, KindsInUse kinds)
    {
        var schema = GenerationSchema.Build(plugins, kinds);
        var events = PluginEventTypes.Of(plugins);
        SubscribedTopics.Check(schema, events);
        var handlers = plugins.SelectMany(plugin => HandlerDescription.Find(plugin.Id, plugin.Types, events)).ToList();
        var jobs = plugins.SelectMany(plugin => JobDescription.Find(plugin.Id, plugin.Types)).ToList();
        var limit = host.GetRequiredService<PluginLimits>().Start;
        var models = plugins.Select(plugin => new ModelPart(
            plugin.Id, plugin.Manifest.TablePrefix,
            model => StartingCode.Run(plugin.Id, "its ConfigureModel", limit, () => plugin.Instance.ConfigureModel(model))));
        var contexts = new CrmContexts(database, host.GetRequiredService<DataProtector>(), [.. models]);
        try
        {
            contexts.BuildModel();
            PluginPrefixes.Check(plugins, contexts);
            var services = GenerationServices.Of(host, schema, contexts, plugins, events, settings, installed);
            PluginRows.Check(plugins, contexts, services);
            var (executors, use) = (new RequestExecutors(schema, FaultLog.Attach(host)), new GenerationUse());
            services.AddSingleton(new PluginDocuments(plugins, executors, limit)).AddSingleton(use);
            return new(executors, handlers, jobs, contexts, services.BuildServiceProvider(Validating), use, [.. plugins.Select(plugin => plugin.Id)]);
        }
        catch
        {
            contexts.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        EndingCode.DisposeAsync(Services, PluginIds).GetAwaiter().GetResult();
        Contexts.Dispose();
    }
}
