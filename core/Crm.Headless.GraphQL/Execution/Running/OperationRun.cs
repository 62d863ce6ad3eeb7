using Crm.Headless.GraphQL.Execution.Coercion;
using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>One run of an operation: its variables, its limits and what it has used of them.</summary>
sealed class OperationRun(
    OperationPlan plan, VariableValues variables, RequestScope scope, ExecutorOptions options, RuntimeTypes types, CancellationToken caller)
    : IDisposable
{
    readonly ulong _conditions = plan.Conditions.Read(variables);
    RunTimeLimit? _limit;
    FaultReport? _faults;
    PluginCalls? _plugins;
    int _objects, _introspected;

    public OperationPlan Plan => plan;
    public VariableValues Variables => variables;
    public int Objects => _objects;
    public int IntrospectionObjects => _introspected;
    public RequestScope Scope => scope;
    public GraphQLSchema Schema => types.Schema;
    public ExecutorOptions Options => options;
    // Fields that are resolved beside each other ask for it, and each exception is known to one report only.
    public FaultReport Faults => _faults ?? Interlocked.CompareExchange(ref _faults, new(options, () => IsOver), null) ?? _faults;
    public FieldCosts? Costs { get; } = scope.ReportsCost ? new(options.Time) : null;

    /// <summary>The caller's, and the limit on run time. Its clock starts when it is first asked for.</summary>
    public RunTimeLimit Limit => _limit ??= new(options, caller);

    /// <summary>For what isn't core's code.</summary>
    public PluginCalls Plugins => _plugins ??= new(options, scope.Abandoned, Costs, Faults, Limit.Token);

    /// <summary>Nobody waits for the answer any more, or it took too long: nothing further is begun.</summary>
    public bool IsOver => caller.IsCancellationRequested || _limit is { IsOver: true };

    /// <summary>The selection of a field with the conditions of this request decided.</summary>
    public SelectedField Select(FieldPlan field) => new(field, _conditions);

    public ObjectGroup NewGroup(ObjectPlan objects, int capacity) => new(objects, objects.Select(_conditions), Math.Min(capacity, 1024));

    public ObjectType? FindType(object value) => types.Find(value);

    /// <summary>
    /// Also an exception stands for an error, unless exceptions are what the field returns (the errors of a mutation's payload).
    /// </summary>
    public bool IsFailure(object value, FieldPlan field) =>
        value is Failed || value is Exception && field.ChildOf(types.Find(value)) < 0;

    /// <summary>
    /// The field is null with an error for every parent. An unexpected failure is reported here, whether or not the answer will
    /// show it.
    /// </summary>
    public void Fail(Column column, Exception failure)
    {
        Faults.ErrorsOf(failure, column.Field.Field);
        column.Fail(failure);
    }

    public void CountObject()
    {
        if (++_objects > options.MaxObjects) throw TooManyObjects();
    }

    /// <summary>The schema's own size bounds what introspection gives, together with its depth: it has a larger limit.</summary>
    public void CountIntrospection()
    {
        if (++_introspected > options.MaxIntrospectionObjects) throw TooManyObjects();
    }

    public RunAbortedException TooManyObjects() => new(new GraphQLError(
        $"The answer would have more than {options.MaxObjects} objects ({options.MaxIntrospectionObjects} of introspection)"
        + $"{options.Sharing}. Ask for smaller pages.")
    { Code = ErrorCodes.ObjectLimit });

    public void Dispose() => _limit?.Dispose();
}

/// <summary>The run goes over a limit of the whole answer: nothing of it can be used.</summary>
sealed class RunAbortedException(GraphQLError error) : Exception(error.Message)
{
    public GraphQLError Error { get; } = error;
}
