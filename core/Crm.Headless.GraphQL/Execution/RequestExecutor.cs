using System.Text.Json;
using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Execution.Running;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution;

/// <summary>Runs operations against one schema (spec section 6). Safe to use from any number of threads.</summary>
public sealed class RequestExecutor
{
    readonly ExecutorOptions _options;
    readonly RuntimeTypes _types;
    readonly Preparation _preparation;
    readonly PlanningContext _planning;

    public RequestExecutor(GraphQLSchema schema, ExecutorOptions options) : this(schema, options, new PlanCache(options.PlanCacheBytes))
    {
    }

    internal RequestExecutor(GraphQLSchema schema, ExecutorOptions options, PlanCache plans)
    {
        options.Check();
        (Schema, _options) = (schema, options);
        _types = new(schema);
        _planning = new(schema, options);
        _preparation = new(_planning, plans);
    }

    public GraphQLSchema Schema { get; }

    /// <summary>Parses, validates, checks the limits and plans; remembers valid documents and their plans.</summary>
    /// <exception cref="GraphQLException">The request errors.</exception>
    public PreparedOperation Prepare(ReadOnlyMemory<byte> document, string? operationName) => _preparation.Prepare(document, operationName);

    /// <summary>
    /// A query or mutation. Variables that don't fit, and whatever else refuses the request, become a result without data.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<OperationResult> ExecuteAsync(
        PreparedOperation operation, JsonElement variables, RequestScope scope, CancellationToken ct) =>
        operation.Operation is OperationType.Subscription
            ? Task.FromResult(OperationResult.FromErrors([new("A subscription is no single answer. Subscribe to it over WebSocket or SSE.")
                { Code = ErrorCodes.OperationNotFound }], _options.Extensions))
            : RunAsync(operation, variables, RootValue.Instance, scope, ct);

    /// <summary>The source stream of a subscription (spec section 6.2.3.1).</summary>
    /// <exception cref="GraphQLException">It can't start.</exception>
    public async Task<IAsyncEnumerable<object>> SubscribeAsync(
        PreparedOperation operation, JsonElement variables, RequestScope scope, CancellationToken ct)
    {
        using var run = await BeginAsync(operation, variables, scope, _options, ct);
        return await new SourceStream(run).OpenAsync(ct);
    }

    /// <summary>Executes a subscription for one event (spec section 6.2.3.2).</summary>
    public Task<OperationResult> ExecuteEventAsync(
        PreparedOperation operation, JsonElement variables, object eventMessage, RequestScope scope, CancellationToken ct) =>
        RunAsync(operation, variables, eventMessage, scope, ct);

    async Task<OperationResult> RunAsync(
        PreparedOperation operation, JsonElement variables, object root, RequestScope scope, CancellationToken ct)
    {
        var limits = scope.Budget?.RestOf(_options) ?? _options;
        OperationRun run;
        try
        {
            run = await BeginAsync(operation, variables, scope, limits, ct);
        }
        catch (GraphQLException refusal)
        {
            return OperationResult.FromErrors(refusal.Errors, _options.Extensions);
        }
        using (run) return await RunAsync(run, root, ct);
    }

    static async Task<OperationResult> RunAsync(OperationRun run, object root, CancellationToken ct)
    {
        var began = run.Options.Time.GetTimestamp();
        var result = await new OperationRunner(run).RunAsync(root, ct);
        run.Scope.Budget?.Use(run, result, run.Options.Time.GetElapsedTime(began));
        return result;
    }

    // What a plugin's scalar or input does wrong in a variable stays in the request, like what its resolvers do wrong in a field.
    async ValueTask<OperationRun> BeginAsync(
        PreparedOperation operation, JsonElement variables, RequestScope scope, ExecutorOptions limits, CancellationToken ct)
    {
        var faults = new FaultReport(_options, static () => false);
        try
        {
            var plugins = new PluginCalls(_options, scope.Abandoned, null, faults, ct);
            var values = await VariableCoercion.CoerceAsync(operation.Plan, variables, _planning.Defaults, plugins);
            operation.Plan.Cost.Check(values, limits);
            return new(operation.Plan, values, scope, limits, _types, ct);
        }
        catch (Exception failure) when (failure is not GraphQLException && !ct.IsCancellationRequested)
        {
            throw new GraphQLException(faults.ErrorsOf(failure, null));
        }
    }
}

/// <summary>The one object that the root fields of queries and mutations are resolved on.</summary>
sealed class RootValue
{
    public static RootValue Instance { get; } = new();
}
