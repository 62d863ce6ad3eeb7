using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.InProcess;

/// <summary>
/// The API for plugins: each call with services of its own, of the generation that the plugin is of. The caller's time limit counts, as does
/// what the database does for it.
/// </summary>
sealed class PluginApi(PluginDocuments documents, GenerationUse generation, IServiceScopeFactory scopes, CrmStore store, ReadSession reads) : ICrmApi
{
    const int MostDeep = 4;

    static readonly AsyncLocal<int> Depth = new();

    public async Task<T> RunAsync<T>(CrmDocument document, object? variables, CancellationToken ct)
    {
        var call = documents.Of(document);
        store.RefuseCall(call.IsMutation);
        if (++Depth.Value > MostDeep) // of this flow alone: whoever called doesn't see it
            throw new InvalidOperationException(
                $"Plugin \"{call.Principal.Name}\" runs {call.Name} in a call of the API that stands in {MostDeep} others. A field must not select itself.");
        using var result = await ExecuteAsync(call, VariablesOf(variables), ct);
        if (call.IsMutation) await reads.RenewAsync(); // what the request selects afterwards is as it is now
        return Read<T>(result);
    }

    async Task<OperationResult> ExecuteAsync(PluginDocument call, JsonElement variables, CancellationToken ct)
    {
        var use = generation.Take();
        var services = scopes.CreateAsyncScope();
        var actor = services.ServiceProvider.GetRequiredService<Actor>();
        actor.Become(call.Principal);
        var scope = new RequestScope(services.ServiceProvider, call.Principal) { MutationBegins = field => actor.Operation = field };
        try
        {
            return await call.Executor.ExecuteAsync(call.Operation, variables, scope, ct);
        }
        finally
        {
            var ended = ReleaseAfterAsync(scope.Abandoned.WhenEnded(), services, use);
            if (!scope.Abandoned.Any) await ended;
        }
    }

    static async Task ReleaseAfterAsync(Task ended, AsyncServiceScope services, IDisposable use)
    {
        await ended;
        using (use) await services.DisposeAsync();
    }

    JsonElement VariablesOf(object? variables) =>
        variables is null ? default : JsonSerializer.SerializeToElement(variables, variables.GetType(), documents.Json);

    T Read<T>(OperationResult result)
    {
        using var answer = JsonDocument.Parse(result.Json);
        var data = answer.RootElement.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
        if (result.Errors.Count > 0) throw new CrmApiException([.. result.Errors.Select(ErrorOf)], data?.Clone());
        return data!.Value.Deserialize<T>(documents.Json)!;
    }

    static CrmApiError ErrorOf(GraphQLError error) => new(error.Message, error.Code, error.Path is { } path ? string.Join('/', path) : null);
}
