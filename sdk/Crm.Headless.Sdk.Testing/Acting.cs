using System.Text;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Testing;

/// <summary>Runs operations as a principal of any kind, past its coming in.</summary>
static class Acting
{
    public static CrmPrincipal Client(IReadOnlyList<Guid>? units, params string[] scopes) =>
        new(PrincipalKind.Client, "terminal", Access.Of(scopes)) { Units = units };

    public static CrmPrincipal Member(string contact, params string[] scopes) =>
        new(PrincipalKind.Member, "member", new(Access.Of(scopes).Scopes, IsMember: true)) { ContactId = Key(contact) };

    /// <summary>The data of an operation that must succeed.</summary>
    public static async Task<JsonElement> QueryAsync(this CrmTestHost host, CrmPrincipal who, string document, object? variables = null)
    {
        var answer = await host.SendAsync(who, document, variables);
        return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException(errors.ToString()) : answer.GetProperty("data");
    }

    /// <summary>The whole answer.</summary>
    public static async Task<JsonElement> SendAsync(this CrmTestHost host, CrmPrincipal who, string document, object? variables = null)
    {
        try
        {
            await foreach (var answer in host.RunAsync(who, document, variables, default)) return answer;
            throw new InvalidOperationException("There was no answer.");
        }
        catch (GraphQLException refused)
        {
            return JsonSerializer.SerializeToElement(new { errors = refused.Errors.Select(error => new { message = error.Message }) });
        }
    }

    /// <summary>The answers, one for each event of a subscription.</summary>
    public static async IAsyncEnumerable<JsonElement> RunAsync(
        this CrmTestHost host, CrmPrincipal who, string document, object? variables,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var request = new OperationRequest
        {
            Document = Encoding.UTF8.GetBytes(document),
            VariableSets = [JsonSerializer.SerializeToElement(variables ?? new { })],
            CanStream = true,
        };
        await foreach (var answer in host.Services.GetRequiredService<Operations>().RunAsync(request, who, ct))
        {
            using var json = JsonDocument.Parse(answer.Json);
            yield return json.RootElement.Clone();
        }
    }

    public static Guid Key(string id) => GlobalId.TryParse(id, out var parsed) ? parsed.Key : throw new ArgumentException($"{id} is no id.", nameof(id));
}
