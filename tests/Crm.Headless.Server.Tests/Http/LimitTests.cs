using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Http;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Http;

/// <summary>An operation is kept in flight by holding SQLite's writer gate, behind which a mutation waits.</summary>
public sealed class LimitTests
{
    const string Mutation = """mutation { createContact(input: { givenName: "Ada" }) { contact { displayName } } }""";

    [Fact]
    public async Task A_request_that_is_too_large_is_413()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxRequestBytes", "1000"));
        foreach (var content in new HttpContent[] { Body(2000), new StreamContent(new MemoryStream(await Body(2000).ReadAsByteArrayAsync())) })
        {
            content.Headers.ContentType = new("application/json");
            using var response = await host.Client.PostAsync("/graphql", content);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("Crm:GraphQL:MaxRequestBytes", await response.Content.ReadAsStringAsync());
        }
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("/graphql", Body(500))).StatusCode);
    }

    [Fact]
    public async Task An_operation_too_many_is_503_and_says_when_to_come_again()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxConcurrentOperations", "1"), ("Crm:GraphQL:MaxWaitingOperations", "0"));
        Task<GraphQLResponse> waiting;
        using (await host.Services.GetRequiredService<Database>().Gate.EnterAsync(default))
        {
            waiting = host.SendAsync(Mutation);
            await UntilRunningAsync(host, waiting);
            using var refused = await host.Client.PostAsJsonAsync("/graphql", new { query = "{ __typename }" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
            Assert.Contains("SERVER_BUSY", await refused.Content.ReadAsStringAsync());
        }
        Assert.Empty((await waiting).Errors);
        Assert.Empty((await host.SendAsync("{ __typename }")).Errors);
    }

    [Fact]
    public async Task A_list_of_variables_that_is_too_long_is_refused()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxVariableSets", "2"));
        using var response = await host.Client.PostAsJsonAsync("/graphql", new { query = "{ __typename }", variables = new[] { new { }, new { }, new { } } });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("Crm:GraphQL:MaxResponseBytes", "80", "{ __typename }", "RESPONSE_TOO_LARGE")]
    [InlineData("Crm:GraphQL:MaxCost", "100", "{ contacts(first: 30) { nodes { account { id } } } }", "COST_LIMIT")]
    public async Task A_list_of_variables_shares_the_limits_of_one_operation(string limit, string value, string query, string code)
    {
        await using var host = await StartAsync((limit, value));
        var answers = await BatchAsync(host, query, sets: 4);
        Assert.DoesNotContain(code, answers[0].GetRawText());
        Assert.Contains(code, answers[3].GetRawText());
        Assert.Contains("which is left of what all runs of the request share", answers[3].GetRawText());
    }

    static async Task<JsonElement[]> BatchAsync(CrmTestHost host, string query, int sets)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Content = JsonContent.Create(new { query, variables = Enumerable.Repeat(new { }, sets) });
        request.Headers.Add("Accept", "application/json");
        using var response = await host.Client.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonElement[]>())!;
    }

    static StringContent Body(int length) =>
        new("{\"query\": \"{ __typename } #" + new string('x', length) + "\"}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

    static async Task UntilRunningAsync(CrmTestHost host, Task inFlight)
    {
        while (host.Services.GetRequiredService<OperationGate>().Running == 0)
        {
            Assert.False(inFlight.IsCompleted);
            await Task.Delay(10);
        }
    }

    static Task<CrmTestHost> StartAsync(params (string Name, string Value)[] settings) =>
        CrmTestHost.StartAsync(new CrmTestOptions { Settings = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value) });
}
