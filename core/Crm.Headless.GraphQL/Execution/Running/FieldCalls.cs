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
            case ComputedResolver computed when column.Field.Field.Owner.IsCore:
                column.Results = Compute(parents, computed, column, arguments);
                return null;
            case ComputedResolver computed:
                return CallPluginAsync(_ => new(Compute(parents, computed, arguments)), parents.Count, column);
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
        var start = run.Costs?.Start() ?? 0;
        var results = Compute(parents, computed, arguments);
        run.Costs?.Stop(column.Field.Field.Owner, start);
        return results;
    }

    static object?[] Compute(List<object> parents, ComputedResolver computed, FieldArguments arguments)
    {
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
        return results;
    }

    Task? StartBatch(BatchResolver batch, List<object> parents, Column column, FieldArguments arguments)
    {
        var owner = column.Field.Field.Owner;
        if (!owner.IsCore)
            return CallPluginAsync(
                ct => batch.Resolve(new(parents, arguments, run.Select(column.Field), run.Scope, run.Schema, ct)), parents.Count, column);
        var start = run.Costs?.Start() ?? 0;
        var call = batch.Resolve(new(parents, arguments, run.Select(column.Field), run.Scope, run.Schema, run.Limit.Token));
        if (!call.IsCompletedSuccessfully) return AwaitAsync(call.AsTask(), parents.Count, column, start);
        run.Costs?.Stop(owner, start);
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
        run.Costs?.Stop(column.Field.Field.Owner, start);
    }

    /// <summary>On a thread of its own until it first waits: code that never returns doesn't hold up the rest of the answer.</summary>
    async Task CallPluginAsync(Func<CancellationToken, ValueTask<IReadOnlyList<object?>>> resolve, int parents, Column column)
    {
        var field = column.Field.Field;
        if (run.Options.Guard?.WhyNot(field.Owner) is { } reason)
        {
            run.Fail(column, new FieldRefusedException(reason));
            return;
        }
        var limit = run.Options.MaxPluginFieldTime;
        using var timer = new RunTimeLimit(limit, run.Options.Time, run.Limit.Token);
        var (meter, start, ct) = (new FieldMeter(), run.Options.Time.GetTimestamp(), timer.Token); // It may begin when the timer is gone already.
        var call = Task.Run(() => Metered(resolve, meter, ct), CancellationToken.None);
        var outcome = FieldOutcome.Answered;
        try
        {
            Accept(await call.WaitAsync(ct), parents, column);
        }
        catch (Exception failure)
        {
            Abandon(call);
            var isLate = failure is OperationCanceledException && timer.IsOver;
            run.Fail(column, isLate ? new PluginTimeoutException(field, limit) : failure);
            outcome = isLate ? FieldOutcome.TimedOut : run.IsOver ? FieldOutcome.LeftAlone : run.Faults.IsExpected(failure) ? FieldOutcome.Answered : FieldOutcome.Failed;
        }
        var time = run.Options.Time.GetElapsedTime(start);
        run.Costs?.Add(field.Owner, $"{column.Field.Type}.{field.Name}", time, meter);
        run.Options.Guard?.Ended(field, outcome, time, meter, call.IsCompleted ? null : call);
    }

    static Task<IReadOnlyList<object?>> Metered(
        Func<CancellationToken, ValueTask<IReadOnlyList<object?>>> resolve, FieldMeter meter, CancellationToken ct)
    {
        FieldMeter.Current = meter;
        return resolve(ct).AsTask();
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
