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
            var resolver = column.Field.Resolver is SubscriptionResolver subscription ? subscription.OnEvent : column.Field.Resolver;
            if (resolver is not MemberResolver && !column.Field.Field.Owner.IsCore) return CallPluginAsync(resolver, group.Objects, column);
            return Start(resolver, group.Objects, column, column.Field.Arguments.Coerce(run.Variables));
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
            case BatchResolver batch:
                return StartBatch(batch, parents, column, arguments);
            default:
                throw Unknown(resolver);
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
        var start = run.Costs?.Start() ?? 0;
        var call = batch.Resolve(Context(parents, arguments, column.Field, run.Limit.Token));
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
            if (!call.IsCompleted) run.Scope.Abandoned.Add(call);
            run.Fail(column, failure);
        }
        run.Costs?.Stop(column.Field.Field.Owner, start);
    }

    async Task CallPluginAsync(FieldResolver resolver, List<object> parents, Column column)
    {
        var plan = column.Field;
        var code = new PluginCode(plan.Field.Owner, $"The field \"{plan.Field.Name}\"", $"{plan.Type}.{plan.Field.Name}");
        try
        {
            column.Results = await run.Plugins.CallAsync(
                code, (turns, ct) => ResolveAsync(resolver, parents, plan, turns, ct), results => IsMostlyFailed(results, plan));
        }
        catch (Exception failure)
        {
            run.Fail(column, failure);
        }
    }

    /// <summary>From the making of its arguments until its lists are walked: all of it may be code of the plugin.</summary>
    async Task<IReadOnlyList<object?>> ResolveAsync(
        FieldResolver resolver, List<object> parents, FieldPlan plan, FieldTurns turns, CancellationToken ct)
    {
        var results = await turns.BeginAsync(token => Resolve(resolver, parents, plan, token), ct);
        Check(results, parents.Count, plan);
        if (plan.Shape.Item is null) return results;
        using (await turns.ThreadAsync(ct)) return new PluginLists(run, plan, ct).Read(results);
    }

    ValueTask<IReadOnlyList<object?>> Resolve(FieldResolver resolver, List<object> parents, FieldPlan plan, CancellationToken ct)
    {
        var arguments = plan.Arguments.Coerce(run.Variables);
        return resolver switch
        {
            ComputedResolver computed => new(Compute(parents, computed, arguments)),
            BatchResolver batch => batch.Resolve(Context(parents, arguments, plan, ct)),
            _ => throw Unknown(resolver),
        };
    }

    BatchContext Context(List<object> parents, FieldArguments arguments, FieldPlan plan, CancellationToken ct) =>
        new(parents, arguments, run.Select(plan), run.Scope, run.Schema, ct) { Plugins = run.Plugins };

    static InvalidOperationException Unknown(FieldResolver resolver) => new($"{resolver.GetType().Name} is no resolver that can be run.");

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
        Check(results, parents, column.Field);
        column.Results = results;
    }

    static void Check(IReadOnlyList<object?> results, int parents, FieldPlan plan)
    {
        if (results.Count != parents)
            throw new InvalidOperationException(
                $"The resolver of \"{plan.Type}.{plan.Field.Name}\" returned {results.Count} results for {parents} parents.");
    }
}
