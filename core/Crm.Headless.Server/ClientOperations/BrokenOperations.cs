using System.Text;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins.Life;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.ClientOperations;

/// <summary>Finds the registered operations that a schema would break.</summary>
sealed class BrokenOperations(CoreContexts contexts)
{
    /// <param name="before">Those that aren't valid here either are broken already.</param>
    public async Task<IReadOnlyList<PluginPlanOperation>> FindAsync(GraphQLSchema before, GraphQLSchema after, CancellationToken ct)
    {
        var (old, next) = (new RequestExecutor(before, new()), new RequestExecutor(after, new()));
        var broken = new List<PluginPlanOperation>();
        await using var db = await contexts.OpenAsync(ct);
        await foreach (var row in db.Set<RegisteredOperation>().AsNoTracking().OrderBy(row => row.Client).ThenBy(row => row.Name).AsAsyncEnumerable().WithCancellation(ct))
            if (ProblemsOf(row, next) is { Count: > 0 } problems && ProblemsOf(row, old).Count == 0) broken.Add(new(row.Client, row.Name, problems));
        return broken;
    }

    static IReadOnlyList<string> ProblemsOf(RegisteredOperation operation, RequestExecutor executor)
    {
        try
        {
            executor.Prepare(Encoding.UTF8.GetBytes(operation.Document), operation.Name);
            return [];
        }
        catch (GraphQLException invalid)
        {
            return [.. invalid.Errors.Select(error => error.Message)];
        }
    }
}
