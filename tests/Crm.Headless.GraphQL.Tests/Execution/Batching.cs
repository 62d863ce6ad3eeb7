using System.Security.Claims;
using System.Text;
using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Tests.Execution;

public sealed class Batching
{
    readonly PeopleSchema _people = new();

    [Fact]
    public async Task A_field_is_resolved_once_for_all_its_parents()
    {
        var answer = await RunAsync("{ people { id name boss { name } reports { shout boss { __typename id } } } }");

        Assert.Equal(
            """{"data":{"people":["""
            + """{"id":1,"name":"Ada","boss":null,"reports":[{"shout":"BOB","boss":{"__typename":"Person","id":1}},{"shout":"CEM","boss":{"__typename":"Person","id":1}}]},"""
            + """{"id":2,"name":"Bob","boss":{"name":"Ada"},"reports":[{"shout":"DANA","boss":{"__typename":"Person","id":2}}]},"""
            + """{"id":3,"name":"Cem","boss":{"name":"Ada"},"reports":[]},"""
            + """{"id":4,"name":"Dana","boss":{"name":"Bob"},"reports":[]}]}}""",
            answer);
        Assert.Equal(2, _people.BossCalls);
        Assert.Equal(1, _people.ReportCalls);
    }

    async Task<string> RunAsync(string document)
    {
        var executor = new RequestExecutor(_people.Build(), new());
        using var result = await executor.ExecuteAsync(
            executor.Prepare(Encoding.UTF8.GetBytes(document), null), default, new(NoServices.Instance, new ClaimsPrincipal()), default);
        return Encoding.UTF8.GetString(result.Json.Span);
    }
}

sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();
    public object? GetService(Type serviceType) => null;
}
