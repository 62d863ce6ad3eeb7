using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>CreateSourceEventStream of spec section 6.2.3.1.</summary>
sealed class SourceStream(OperationRun run)
{
    public async Task<IAsyncEnumerable<object>> OpenAsync(CancellationToken ct)
    {
        var fields = run.NewGroup(run.Plan.Root, 1).Fields;
        if (run.Plan.Operation is not OperationType.Subscription || fields.Length != 1)
            throw Refusal.Of(ErrorCodes.ValidationFailed,
                $"A subscription selects exactly one field at its root, this one selects {fields.Length}.");
        var field = fields[0];
        if (field.Resolver is not SubscriptionResolver resolver)
            throw Refusal.Of(ErrorCodes.ValidationFailed,
                $"The field \"{field.Type}.{field.Field.Name}\" gives no events to subscribe to.");
        try
        {
            return await resolver.Subscribe(await ArgumentsAsync(field), run.Scope, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            throw new GraphQLException([.. run.Faults.ErrorsOf(failure, field.Field).Select(error => error with
            {
                Path = [field.ResponseName],
                Locations = error.Locations.Count > 0 ? error.Locations : [run.Plan.LocationOf(field.Starts[0])],
            })]);
        }
    }
    async ValueTask<FieldArguments> ArgumentsAsync(FieldPlan plan)
    {
        if (plan.Field.Owner.IsCore) return plan.Arguments.Coerce(run.Variables);
        var code = new PluginCode(plan.Field.Owner, $"An argument of \"{plan.Field.Name}\"", $"{plan.Type}.{plan.Field.Name}");
        return await run.Plugins.CallAsync(
            code, (turns, ct) => turns.BeginAsync(_ => new ValueTask<FieldArguments>(plan.Arguments.Coerce(run.Variables)), ct));
    }
}
