using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Jobs;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>A step of a change of plugins.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">When it was reached.</param>
sealed record PluginOperationStep(PluginStep Step, DateTimeOffset At)
{
    public static IReadOnlyList<PluginOperationStep> Read(string? trail) => trail is null ? [] : JsonSerializer.Deserialize<List<PluginOperationStep>>(trail)!;

    public static string Write(IEnumerable<PluginOperationStep> steps) => JsonSerializer.Serialize(steps);
}

/// <summary>A server, and whether it has come as far as a change of plugins.</summary>
/// <param name="Name">The machine and the process.</param>
/// <param name="HasReached">Nothing from before the change is in use there any more.</param>
sealed record PluginOperationNode(string Name, bool HasReached);

[ObjectType<PluginOperation>, Authorize("plugins:admin")]
static class PluginProgressFields
{
    /// <summary>The steps that it has reached, in order.</summary>
    [ListSize(8)]
    public static IReadOnlyList<PluginOperationStep> GetSteps([Parent] PluginOperation operation) => PluginOperationStep.Read(operation.Trail);

    /// <summary>The servers that are there now, by name, when the change is decided; before that none.</summary>
    [BatchResolver, ListSize(20)]
    public static async Task<IReadOnlyList<IReadOnlyList<PluginOperationNode>>> GetNodesAsync(
        [Parent] IReadOnlyList<PluginOperation> operations, PluginNodes nodes, CancellationToken ct)
    {
        var alive = await nodes.AliveAsync(ct);
        return [.. operations.Select(operation => NodesOf(operation, alive))];
    }

    static IReadOnlyList<PluginOperationNode> NodesOf(PluginOperation operation, IReadOnlyList<PluginNode> alive) =>
        operation.Revision is { } revision ? [.. alive.Select(node => new PluginOperationNode(node.Name, node.Revision >= revision))] : [];
}

[SubscriptionType, Authorize("plugins:admin")]
static class PluginSubscriptions
{
    /// <summary>
    /// A change of plugins whenever it has come further, on whichever server it runs, until every server has followed. What is under way comes at
    /// once; steps in quick succession come as one, and are all in its steps.
    /// </summary>
    /// <param name="plugin">Only of this plugin; null: of every one.</param>
    [Subscribe, Topic(OperationTopic.Topic)]
    public static PluginOperation GetPluginOperationChanged([EventMessage] PluginOperation operation, string? plugin) => operation;

    /// <summary>
    /// A job of a plugin whenever its run, or its back-fill, has come further, on whichever server it runs. What is under way comes at once, and
    /// later states twice a second at most.
    /// </summary>
    /// <param name="name">Only this job, as pluginJobs lists it; null: every one.</param>
    [Subscribe, Topic(JobTopic.Topic)]
    public static PluginJob GetPluginJobChanged([EventMessage] PluginJob job, string? name) => job;
}

/// <summary>Changes of plugins, as far as they have come.</summary>
sealed class OperationTopic(PluginStore store, PluginNodes nodes, PluginSignal signal, ILogger<OperationTopic> log)
    : StateTopic<Guid, PluginOperation>(Topic, "plugin", log)
{
    public const string Topic = "pluginOperationChanged";

    static readonly TimeSpan Net = TimeSpan.FromSeconds(1);

    protected override async Task<IReadOnlyList<State>> ReadAsync(CancellationToken ct)
    {
        var alive = await nodes.AliveAsync(ct);
        return
        [
            .. from operation in (await store.OperationsAsync(ct)).Reverse()
               let following = alive.Count(node => node.Revision >= operation.Revision)
               select new State(
                   operation.Id, operation.Plugin, (operation.Step, operation.Status, operation.MigrationsDone, following),
                   operation.Status == PluginOperationStatus.Running, operation),
        ];
    }

    protected override Task Changed() => Task.WhenAny(signal.Next, Task.Delay(Net));
}

/// <summary>Jobs, as far as they have come.</summary>
sealed class JobTopic(CoreContexts contexts, ILogger<JobTopic> log) : StateTopic<string, PluginJob>(Topic, "name", log)
{
    public const string Topic = "pluginJobChanged";

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task<IReadOnlyList<State>> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return [.. from job in await PluginJob.AllAsync(db, ct) select new State(job.Name, job.Name, job.Version, job.Status == PluginJobStatus.Running, job)];
    }

    protected override Task Changed() => Task.Delay(Pause);
}
