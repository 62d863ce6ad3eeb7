using Crm.Headless.GraphQL.Execution.Writing;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>Resolves an operation and writes its answer (ExecuteRootSelectionSet, spec section 6.3.1).</summary>
sealed class OperationRunner(OperationRun run)
{
    readonly BreadthFirst _resolving = new(run);

    public async ValueTask<OperationResult> RunAsync(object rootValue, CancellationToken ct)
    {
        var root = run.NewGroup(run.Plan.Root, 1);
        root.Objects.Add(rootValue);
        var buffer = new PooledBuffer(run.Options.MaxResponseBytes);
        ResultWriter? writer = null;
        try
        {
            buffer.Write(ResponseWriter.BeforeData);
            using var output = new JsonOutput(buffer);
            writer = new(run, output);
            if (run.Plan.Operation is OperationType.Mutation) await RunSeriallyAsync(root, writer, output);
            else
            {
                await _resolving.RunAsync(root);
                ct.ThrowIfCancellationRequested();
                if (!writer.WriteObject(root, 0)) output.WriteNullAt(ResponseWriter.BeforeData.Length);
            }
            ct.ThrowIfCancellationRequested();
            output.Flush();
            return new(ResponseWriter.Complete(buffer, writer.Errors, Extensions()), hasData: true, writer.Errors);
        }
        catch (RunAbortedException aborted)
        {
            return Abort(buffer, aborted.Error);
        }
        catch (BufferFullException)
        {
            return Abort(buffer, TooLarge(writer?.TooLarge));
        }
        catch (OperationCanceledException)
        {
            buffer.Dispose();
            throw;
        }
    }

    GraphQLError TooLarge((string Place, Owner Owner)? field)
    {
        var what = field is { Place: var place } ? $" {place} didn't fit any more." : "";
        return FaultReport.WithOwner(
            new($"The answer is larger than {run.Options.MaxResponseBytes} bytes{run.Options.Sharing}.{what} Ask for smaller pages.")
            { Code = ErrorCodes.ResponseTooLarge }, field?.Owner);
    }

    // Spec section 6.3.4: each root field is resolved and completed before the next one begins, and none begins when the
    // answer's data is already lost, or while something of an earlier one may still be running.
    async ValueTask RunSeriallyAsync(ObjectGroup root, ResultWriter writer, JsonOutput output)
    {
        output.Writer.WriteStartObject();
        for (var i = 0; i < root.Fields.Length; i++)
        {
            if (run.Scope.Abandoned.Any) BreadthFirst.Refuse(root, i, NotBegun(root.Fields[i]));
            else
            {
                run.Scope.MutationBegins?.Invoke(root.Fields[i].Field.Name);
                await _resolving.RunFieldAsync(root, i);
            }
            if (writer.WriteField(root, 0, i)) continue;
            output.WriteNullAt(ResponseWriter.BeforeData.Length);
            return;
        }
        output.Writer.WriteEndObject();
    }

    static GraphQLException NotBegun(FieldPlan field) => new(new GraphQLError(
        $"\"{field.ResponseName}\" was not begun: something before it took too long and may still be running. "
        + "See what became of that, then send this one again.")
    { Code = ErrorCodes.NotBegun });

    OperationResult Abort(PooledBuffer buffer, GraphQLError error)
    {
        buffer.Dispose();
        return new(ResponseWriter.Abort(error, Extensions()), hasData: true, [error]);
    }

    IEnumerable<KeyValuePair<string, object?>> Extensions() => ResponseExtensions.Of(run);
}
