using System.Collections.Concurrent;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Plugins.Health;

/// <summary>Asks the plugins of a generation how they are, each at most every few seconds however many want to know.</summary>
sealed class PluginHealthChecks(
    PluginHealthFactories factories, PluginCalls calls, PluginBreakers breakers, GenerationUse generation, IServiceScopeFactory scopes, FaultText faults,
    TimeProvider clock)
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, Asked> _asked = [];

    /// <summary>Null: the plugin has no check.</summary>
    public Task<PluginHealthReport?> OfAsync(string plugin)
    {
        if (factories.Of(plugin).Count == 0) return Task.FromResult<PluginHealthReport?>(null);
        var now = clock.GetUtcNow();
        var asked = _asked.AddOrUpdate(plugin, _ => new(now, Ask), (_, before) => now - before.At < Fresh ? before : new(now, Ask));
        return asked.Answer.Value;

        Task<PluginHealthReport?> Ask() => AskAsync(plugin, now);
    }

    /// <summary>Whether one of them isn't well, or isn't called at all.</summary>
    public async Task<bool> IsDegradedAsync()
    {
        var reports = await Task.WhenAll(factories.Plugins.Select(OfAsync));
        return reports.Any(report => report is { Status: not PluginHealthStatus.Healthy }) || factories.Plugins.Any(plugin => breakers.Of(plugin).State != PluginBreakerState.Closed);
    }

    async Task<PluginHealthReport?> AskAsync(string plugin, DateTimeOffset now)
    {
        var health = await Task.WhenAll(factories.Of(plugin).Select(make => AskAsync(plugin, make)));
        var messages = health.OrderByDescending(one => one.Status).Select(one => one.Message).OfType<string>().ToList();
        return new(health.Max(one => one.Status), messages.Count == 0 ? null : string.Join(" ", messages), now);
    }

    // The boundary around the plugin's code: whatever it throws is an answer.
    async Task<PluginHealth> AskAsync(string plugin, ObjectFactory make)
    {
        var use = generation.Take();
        var services = scopes.CreateAsyncScope();
        var ended = Task.CompletedTask;
        try
        {
            services.ServiceProvider.GetRequiredService<Actor>().Become(CrmPrincipal.System(plugin));
            return await calls.RunAsync(plugin, "The health check of", ct => ((IPluginHealth)make(services.ServiceProvider, null)).CheckAsync(ct), call => ended = call, default);
        }
        catch (Exception failure) when (failure is TimeoutException or PluginUnavailableException)
        {
            return PluginHealth.Unhealthy(failure.Message);
        }
        catch (Exception failure)
        {
            return PluginHealth.Unhealthy($"The health check failed: {faults.Line(failure)}");
        }
        finally
        {
            var released = ReleaseAfterAsync(ended, services, use);
            if (ended.IsCompleted) await released;
        }
    }

    static async Task ReleaseAfterAsync(Task ended, AsyncServiceScope services, IDisposable use)
    {
        await ended;
        using (use) await services.DisposeAsync();
    }

    sealed class Asked(DateTimeOffset at, Func<Task<PluginHealthReport?>> ask)
    {
        public DateTimeOffset At => at;
        public Lazy<Task<PluginHealthReport?>> Answer { get; } = new(ask);
    }
}

/// <summary>Makes the checks of the plugins.</summary>
sealed class PluginHealthFactories(IReadOnlyList<LoadedPlugin> plugins)
{
    readonly Dictionary<string, IReadOnlyList<ObjectFactory>> _checks = plugins.ToDictionary(plugin => plugin.Id, plugin => (IReadOnlyList<ObjectFactory>)
    [
        .. plugin.Types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPluginHealth)))
            .Select(type => ActivatorUtilities.CreateFactory(type, Type.EmptyTypes)),
    ]);

    public IReadOnlyCollection<string> Plugins => _checks.Keys;

    public IReadOnlyList<ObjectFactory> Of(string plugin) => _checks.GetValueOrDefault(plugin) ?? [];
}

/// <summary>How a plugin is by its own account, on this node.</summary>
/// <param name="Status">In a word.</param>
/// <param name="Message">What is wrong and what to do about it; null: nothing to say.</param>
/// <param name="CheckedAt">When it was asked.</param>
[GraphQLName("PluginHealth")]
sealed record PluginHealthReport(PluginHealthStatus Status, string? Message, DateTimeOffset CheckedAt);

[ObjectType<PluginReport>, Authorize("plugins:admin")]
static class PluginHealthFields
{
    /// <summary>How it is by its own account; null when it gives none or takes no part. It is asked every few seconds at most.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<PluginHealthReport?>> GetHealthAsync(
        [Parent] IReadOnlyList<PluginReport> plugins, PluginHealthChecks checks, CancellationToken ct) =>
        await Task.WhenAll(plugins.Select(plugin => checks.OfAsync(plugin.Id))).WaitAsync(ct);
}
