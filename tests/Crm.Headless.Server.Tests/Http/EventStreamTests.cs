using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

/// <summary>graphql-sse, distinct connections mode.</summary>
public sealed class EventStreamTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string EventStream = "text/event-stream";

    [Fact]
    public async Task A_query_is_streamed_as_next_and_complete()
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""", EventStream);
        Assert.Equal((200, "text/event-stream; charset=utf-8"), (answer.Status, answer.ContentType));
        Assert.Equal(":\n\nevent: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n\nevent: complete\ndata: \n\n", answer.Body);
    }

    [Theory]
    [InlineData("Text/Event-Stream", "Application/JSON")]
    [InlineData("TEXT/*", "application/json; charset=UTF-8")]
    public async Task Case_does_not_matter_in_media_types(string accept, string contentType)
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""", accept, contentType);
        Assert.Equal((200, "text/event-stream; charset=utf-8"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task A_query_by_GET_is_streamed_as_browsers_do()
    {
        var answer = await server.GetAsync("query=%7B__typename%7D", EventStream);
        Assert.Contains("event: next", answer.Body);
    }

    [Fact]
    public async Task What_GraphQL_refuses_is_told_as_an_event()
    {
        var answer = await server.PostAsync("""{"query": "{ nope }"}""", EventStream);
        Assert.Equal(200, answer.Status);
        Assert.Contains("event: next\ndata: {\"errors\":[", answer.Body);
        Assert.EndsWith("event: complete\ndata: \n\n", answer.Body);
    }

    [Fact]
    public async Task A_list_of_variables_is_streamed_one_by_one()
    {
        var answer = await server.PostAsync("""{"query": "query Q($no: Boolean!) { __typename @skip(if: $no) plugins { id } }", "variables": [{"no": true}, {"no": false}]}""", EventStream);
        Assert.Equal(2, answer.Body.Split("event: next").Length - 1);
    }

    [Fact]
    public async Task A_missing_key_is_401_and_no_stream()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent("{}") };
        request.Headers.Authorization = new("Bearer", "wrong");
        var answer = await server.SendAsync(request, EventStream);
        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task An_idle_stream_shows_that_it_lives_and_ends_with_the_server_but_not_as_complete()
    {
        var settings = new Dictionary<string, string?> { ["Crm:GraphQL:HeartbeatInterval"] = "00:00:00.1" };
        var host = await CrmTestHost.StartAsync(new CrmTestOptions { Settings = settings });
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString("subscription { contactChanged { __typename } }"));
        request.Headers.Authorization = new("Bearer", host.AdminKey);
        request.Headers.Add("Accept", EventStream);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var beat = 0; beat < 3; beat++)
        {
            Assert.Equal(":", await lines.ReadLineAsync());
            Assert.Equal("", await lines.ReadLineAsync());
        }
        await host.DisposeAsync();
        Assert.DoesNotContain("complete", await lines.ReadToEndAsync());
    }
}
