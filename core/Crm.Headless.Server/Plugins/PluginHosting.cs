using Crm.Headless.Server.ClientOperations;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Plugins.Exports;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Plugins.Settings;
using Crm.Headless.Server.Security.Audit;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Plugins;

static class PluginHosting
{
    /// <summary>The host's part: loads plugins and keeps the current generation. Needs a <see cref="Database"/>.</summary>
    public static IServiceCollection AddPlugins(this IServiceCollection services) => services
        .AddSingleton(provider => PluginSettings.Read(
            provider.GetRequiredService<IConfiguration>(), provider.GetService<IHostEnvironment>()?.IsDevelopment() == true))
        .AddSingleton<CommitSignal>()
        .AddSingleton<PluginSignal>()
        .AddSingleton<NodeSignal>(provider => provider.GetRequiredService<PluginSignal>())
        .AddSingleton(provider => new Migrator(provider.GetRequiredService<Database>()))
        .AddDataKeys()
        .AddAudit()
        .AddSingleton<Packages.PackageTrust>()
        .AddSingleton<PluginBreakers>()
        .AddSingleton(provider => PluginLimits.Read(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<PluginCalls>()
        .AddSingleton<FaultText>()
        .AddSingleton<CoreContexts>()
        .AddSingleton<PluginStore>()
        .AddSingleton<PluginHistories>()
        .AddSingleton<KnownPrefixes>()
        .AddSingleton<PluginCache>()
        .AddSingleton<SettingsSource>()
        .AddSingleton<PluginDirectory>()
        .AddSingleton<BrokenBuilds>()
        .AddSingleton<PluginSwap>()
        .AddSingleton<PluginTurn>()
        .AddSingleton<BrokenOperations>()
        .AddSingleton<ForgottenMembers>()
        .AddSingleton<PluginPlanner>()
        .AddSingleton<PluginExports>()
        .AddSingleton<PluginExporter>()
        .AddSingleton<PluginRemains>()
        .AddSingleton<PluginChanges>()
        .AddSingleton<PluginNodes>()
        .AddSingleton<IStateTopic, OperationTopic>()
        .AddSingleton<IStateTopic, JobTopic>()
        .AddSingleton<PluginContexts>()
        .AddSingleton<PluginLeaks>()
        .AddSingleton<PluginMigrations>()
        .AddSingleton<WarmUp>()
        .AddSingleton<GenerationBuilder>()
        .AddSingleton<Generations>()
        .AddSingleton<IHandlerSource, GenerationHandlers>()
        .AddSingleton<PluginStart>()
        .AddHostedService(provider => provider.GetRequiredService<PluginStart>())
        .AddHostedService<PluginFollower>()
        .AddHostedService<ExportRetainer>();
}
