using Crm.Headless.GraphQL.Planning;

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

    /// <summary>
    /// On a thread of its own, and until its lists are walked: code that never returns doesn't hold up the rest of the answer.
    /// </summary>
    async Task CallPluginAsync(Func<CancellationToken, ValueTask<IReadOnlyList<object?>>> resolve, int parents, Column column)
    {
        var field = column.Field.Field;
        var (meter, guard) = (new FieldMeter(), run.Options.Guard);
        if (guard?.WhyNot(field.Owner, meter) is { } reason)
        {
            run.Fail(column, new FieldRefusedException(reason));
            return;
        }
        var limit = run.Options.MaxPluginFieldTime;
        using var timer = new RunTimeLimit(limit, run.Options.Time, run.Limit.Token);
        var (start, token) = (run.Options.Time.GetTimestamp(), timer.Token); // Who goes on when it is over still asks for the token.
        var call = Task.Run(() => CallAsync(resolve, column.Field, meter, token), CancellationToken.None);
        var outcome = FieldOutcome.Answered;
        try
        {
            var results = await call.WaitAsync(token);
            Accept(results, parents, column);
            if (IsMostlyFailed(results, column.Field)) outcome = FieldOutcome.Failed;
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
        guard?.Ended(field, outcome, time, meter, call.IsCompleted ? null : call);
    }

    async Task<IReadOnlyList<object?>> CallAsync(
        Func<CancellationToken, ValueTask<IReadOnlyList<object?>>> resolve, FieldPlan field, FieldMeter meter, CancellationToken ct)
    {
        var isWithinCall = FieldMeter.Current is not null;
        FieldMeter.Current = meter;
        var turns = run.Options.Guard?.TurnsOf(field.Field.Owner) ?? new(1, 1);
        // Whoever has a turn already would wait for those who wait for it.
        using var turn = isWithinCall ? default : await turns.CallAsync(ct);
        ValueTask<IReadOnlyList<object?>> call;
        using (await turns.ThreadAsync(ct)) call = resolve(ct);
        var results = await call;
        if (field.Shape.Item is null) return results;
        using (await turns.ThreadAsync(ct)) return new PluginLists(run, field, ct).Read(results);
    }

    /// <summary>A plugin isn't judged by one record of many that it stumbles over.</summary>
    bool IsMostlyFailed(IReadOnlyList<object?> results, FieldPlan field)
    {
        var failed = 0;
        foreach (var result in results)
            if (result is not null && run.IsFailure(result, field) && !run.Faults.IsExpected(Failed.CauseOf(result))) failed++;
        return failed * 2 > results.Count;
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
