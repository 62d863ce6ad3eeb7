using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.InProcess;

/// <summary>The API as a client in this process uses it: the same documents, checks and errors, without HTTP.</summary>
internal sealed class InProcessApi(Generations generations, string client)
{
    readonly CrmPrincipal _principal = CrmPrincipal.System(client);

    public GraphQLSchema Schema
    {
        get
        {
            using var lease = generations.Lease();
            return lease.Generation.Schema;
        }
    }

    /// <summary>The data of an operation.</summary>
    /// <exception cref="StartupException">It has errors.</exception>
    public async Task<JsonElement> RunAsync(string document, JsonObject variables, CancellationToken ct)
    {
        await using var world = LeasedWorld.Open(generations, _principal);
        var executor = world.Executor;
        var operation = executor.Prepare(Encoding.UTF8.GetBytes(document), operationName: null);
        using var input = JsonSerializer.SerializeToDocument(variables);
        using var result = await executor.ExecuteAsync(operation, input.RootElement, world.Scope, ct);
        if (result.Errors.Count > 0) throw new StartupException(string.Join(Environment.NewLine, result.Errors.Select(error => error.Message)));
        using var answer = JsonDocument.Parse(result.Json);
        return answer.RootElement.GetProperty("data").Clone();
    }
}
