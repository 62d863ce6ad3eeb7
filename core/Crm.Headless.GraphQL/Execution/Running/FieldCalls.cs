namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// Calls resolvers and keeps their failures inside their fields: this is the boundary at which any exception becomes an error
/// of the answer (spec section 6.4.4).
/// </summary>
sealed class FieldCalls(OperationRun run)
{
    /// <summary>Begins to resolve a field for all objects of a group; a task only if it isn't finished at once.</summary>
    public Task? Start(ObjectGroup group, Column column)
    {
        if (run.IsOver)
        {
            column.Fail(new OperationCanceledException());
            return null;
        }
        try
        {
            var arguments = column.Field.Arguments.Coerce(run.Variables);
            return Start(column.Field.Resolver, group.Objects, column, arguments);
        }
        catch (Exception failure)
        {
            run.Fail(column, failure);
            return null;
        }
    }

    Task? Start(FieldResolver resolver, List<object> parents, Column column, FieldArguments arguments)
    {
        switch (resolver)
        {
            case MemberResolver member:
                column.Results = Read(parents, member);
                return null;
            case ComputedResolver computed:
                column.Results = Compute(parents, computed, column, arguments);
                return null;
            case SubscriptionResolver subscription:
                return Start(subscription.OnEvent, parents, column, arguments);
            case BatchResolver batch:
                return StartBatch(batch, parents, column, arguments);
            default:
                throw new InvalidOperationException($"{resolver.GetType().Name} is no resolver that can be run.");
        }
    }

    static object?[] Read(List<object> parents, MemberResolver member)
    {
        var results = new object?[parents.Count];
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = member.Get(parents[i]);
            }
            catch (Exception failure)
            {
                results[i] = new Failed(failure);
            }
        }
        return results;
    }

    object?[] Compute(List<object> parents, ComputedResolver computed, Column column, FieldArguments arguments)
    {
        var start = run.Times?.Start() ?? 0;
        var results = new object?[parents.Count];
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = computed.Compute(parents[i], arguments);
            }
            catch (Exception failure)
            {
                results[i] = new Failed(failure);
            }
        }
        run.Times?.Stop(column.Field.Field.Owner, start);
        return results;
    }

    Task? StartBatch(BatchResolver batch, List<object> parents, Column column, FieldArguments arguments)
    {
        var owner = column.Field.Field.Owner;
        if (!owner.IsCore) return CallPluginAsync(batch, parents, column, arguments);
        var start = run.Times?.Start() ?? 0;
        var call = batch.Resolve(new(parents, arguments, run.Select(column.Field), run.Scope, run.Schema, run.Limit.Token));
        if (!call.IsCompletedSuccessfully) return AwaitAsync(call.AsTask(), parents.Count, column, start);
        run.Times?.Stop(owner, start);
        Accept(call.Result, parents.Count, column);
        return null;
    }

    async Task AwaitAsync(Task<IReadOnlyList<object?>> call, int parents, Column column, long start)
    {
        try
        {
            Accept(await call.WaitAsync(run.Limit.Token), parents, column);
        }
        catch (Exception failure)
        {
            Abandon(call);
            run.Fail(column, failure);
        }
        run.Times?.Stop(column.Field.Field.Owner, start);
    }

    async Task CallPluginAsync(BatchResolver batch, List<object> parents, Column column, FieldArguments arguments)
    {
        var limit = run.Options.MaxPluginFieldTime;
        using var timer = new RunTimeLimit(limit, run.Options.Time, run.Limit.Token);
        var start = run.Times?.Start() ?? 0;
        Task<IReadOnlyList<object?>>? call = null;
        try
        {
            call = batch.Resolve(new(parents, arguments, run.Select(column.Field), run.Scope, run.Schema, timer.Token)).AsTask();
            Accept(await call.WaitAsync(timer.Token), parents.Count, column);
        }
        catch (Exception failure)
        {
            if (call is not null) Abandon(call);
            run.Fail(column, failure is OperationCanceledException && timer.IsOver
                ? new PluginTimeoutException(column.Field.Field, limit)
                : failure);
        }
        run.Times?.Stop(column.Field.Field.Owner, start);
    }

    static void Accept(IReadOnlyList<object?> results, int parents, Column column)
    {
        if (results.Count != parents)
            throw new InvalidOperationException(
                $"The resolver of \"{column.Field.Type}.{column.Field.Field.Name}\" returned {results.Count} results "
                + $"for {parents} parents.");
        column.Results = results;
    }

    void Abandon(Task call)
    {
        if (!call.IsCompleted) run.Scope.Abandoned.Add(call);
    }
}
