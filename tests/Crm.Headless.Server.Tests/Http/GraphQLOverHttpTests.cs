namespace Crm.Headless.Tests.Http;

public sealed class GraphQLOverHttpTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string GraphQL = "application/graphql-response+json";

    [Theory]
    [InlineData("application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json", "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    [InlineData(null, "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json;q=0, */*", "application/graphql-response+json; charset=utf-8")]
    [InlineData("image/png, application/*", "application/json; charset=utf-8")]
    public async Task The_answer_has_the_media_type_that_the_client_likes_best(string? accept, string expected)
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""", accept);
        Assert.Equal((200, expected, """{"data":{"__typename":"Query"}}"""), (answer.Status, answer.ContentType, answer.Body));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/html")]
    public async Task A_media_type_that_cannot_be_served_is_refused(string accept)
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""", accept);
        Assert.Equal(406, answer.Status);
        Assert.Contains("NOT_ACCEPTABLE", answer.Body);
    }

    [Theory]
    [InlineData("{", "GRAPHQL_PARSE_FAILED")]
    [InlineData("{ nope }", "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("query A { __typename } query B { __typename }", "OPERATION_NOT_FOUND")]
    [InlineData("query Q($id: Int!) { __typename @include(if: true) plugins @skip(if: false) { id } }", "GRAPHQL_VALIDATION_FAILED")]
    public async Task What_GraphQL_refuses_is_400_or_for_legacy_clients_200(string query, string code)
    {
        var body = $$"""{"query": "{{query}}"}""";
        var answer = await server.PostAsync(body, GraphQL);
        Assert.Equal(400, answer.Status);
        Assert.Contains(code, answer.Body);
        Assert.DoesNotContain("\"data\"", answer.Body);
        Assert.Equal(200, (await server.PostAsync(body, "application/json")).Status);
    }

    [Theory]
    [InlineData("", "The request is empty")]
    [InlineData("{\"query\":", "isn't valid JSON of at most 64 levels: line 1")]
    [InlineData("""{"query": "{ __typename }", "variables": {"a": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[""", "of at most 64 levels")]
    [InlineData("[]", "A list of requests isn't supported")]
    [InlineData("7", "must be a JSON object")]
    [InlineData("{}", "no \\\"query\\\"")]
    [InlineData("""{"query": null}""", "no \\\"query\\\"")]
    [InlineData("""{"query": 7}""", "\\\"query\\\" must be a string")]
    [InlineData("""{"query": "{ __typename }", "operationName": []}""", "\\\"operationName\\\" must be a string")]
    [InlineData("""{"query": "{ __typename }", "variables": "x"}""", "\\\"variables\\\" must be an object")]
    [InlineData("""{"query": "{ __typename }", "variables": []}""", "is an empty list")]
    [InlineData("""{"query": "{ __typename }", "variables": [1]}""", "\\\"variables\\\" must be an object")]
    [InlineData("""{"query": "{ __typename }", "extensions": 1}""", "\\\"extensions\\\" must be an object")]
    [InlineData("""{"query": "{ __typename }", "extensions": {"persistedQuery": {"version": 2}}}""", "version\\\" must be 1")]
    [InlineData("""{"query": "{ __typename }", "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "x"}}}""", "64 hexadecimal digits")]
    [InlineData("""{"query": "\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"query": "{ __typename }", "variables": {"a\udc00": 1}}""", "half of a surrogate pair")]
    public async Task A_request_that_is_not_well_formed_is_400_whatever_the_client_accepts(string body, string reason)
    {
        foreach (var accept in new[] { GraphQL, "application/json" })
        {
            var answer = await server.PostAsync(body, accept);
            Assert.Equal(400, answer.Status);
            Assert.Contains(reason, answer.Body.Replace("\\u0022", "\\\""));
            Assert.Contains("BAD_REQUEST", answer.Body);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        var answer = await server.PostAsync([.. "{\"query\": \"{ __typename # "u8, 0xff, .. "\"}"u8]);
        Assert.Equal(400, answer.Status);
        Assert.Contains("isn't valid UTF-8", answer.Body);
    }

    [Fact]
    public async Task Members_that_are_null_or_unknown_count_as_not_given()
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }", "operationName": null, "variables": null, "extensions": null, "more": 1}""");
        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task A_body_that_is_not_JSON_in_UTF8_is_refused(string? contentType)
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""", null, contentType);
        Assert.Equal(415, answer.Status);
        Assert.Contains("UNSUPPORTED_MEDIA_TYPE", answer.Body);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent("x", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Content.Headers.Add("Content-Encoding", "gzip");
        Assert.Equal(415, (await server.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_refused_with_those_that_are_allowed(string method)
    {
        var answer = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));
        Assert.Equal(405, answer.Status);
        Assert.Equal("GET, POST", string.Join(", ", answer.Response.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_query_can_be_sent_with_GET()
    {
        var query = Uri.EscapeDataString("query Q($no: Boolean!) { __typename @skip(if: $no) plugins { id } }");
        var answer = await server.GetAsync($"query={query}&operationName=Q&variables={Uri.EscapeDataString("""{"no": true}""")}&extensions=", GraphQL);
        Assert.Equal((200, """{"data":{"plugins":[]}}"""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("query=%7B__typename%7D&variables=nope", "isn't valid JSON")]
    [InlineData("query=%7B__typename%7D&query=%7B__typename%7D", "is given 2 times")]
    [InlineData("variables={}", "has no")]
    public async Task A_GET_that_is_not_well_formed_is_400(string query, string reason)
    {
        var answer = await server.GetAsync(query, GraphQL);
        Assert.Equal(400, answer.Status);
        Assert.Contains(reason, answer.Body);
    }

    [Fact]
    public async Task A_mutation_cannot_be_sent_with_GET()
    {
        var answer = await server.GetAsync("query=" + Uri.EscapeDataString("mutation { __typename }"), GraphQL);
        Assert.Equal(405, answer.Status);
        Assert.Equal("POST", string.Join(", ", answer.Response.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_list_of_variables_runs_the_operation_once_for_each()
    {
        var answer = await server.PostAsync(
            """{"query": "query Q($no: Boolean!) { __typename @skip(if: $no) plugins { id } }", "variables": [{"no": true}, {"no": false}, {"no": 7}]}""");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("""[{"data":{"plugins":[]}},{"data":{"__typename":"Query","plugins":[]}},{"errors":[""", answer.Body);
    }

    [Fact]
    public async Task A_subscription_needs_a_transport_with_many_answers()
    {
        var answer = await server.PostAsync("""{"query": "subscription { contactChanged { __typename } }"}""", GraphQL);
        Assert.Equal(406, answer.Status);
        Assert.Contains("text/event-stream", answer.Body);
    }

    [Fact]
    public async Task Every_answer_carries_the_hash_of_the_schema()
    {
        var schema = await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"));
        Assert.Contains("type Query", schema.Body);
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""");
        Assert.Equal(Header(schema), Header(answer));
        Assert.Equal(16, Header(answer).Length);
    }

    [Fact]
    public async Task A_schema_that_did_not_change_is_not_sent_again()
    {
        var first = await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql"));
        var again = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql");
        again.Headers.IfNoneMatch.Add(first.Response.Headers.ETag!);
        Assert.Equal(304, (await server.SendAsync(again)).Status);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_be_careful()
    {
        var answer = await server.PostAsync("""{"query": "{ __typename }"}""");
        Assert.Equal("nosniff", answer.Response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Response.Headers.GetValues("X-Frame-Options").Single());
        Assert.True(answer.Response.Headers.CacheControl!.NoStore);
        Assert.False(answer.Response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_open_and_says_nothing_more(string address)
    {
        using var client = new HttpClient { BaseAddress = server.Host.Address };
        Assert.Equal("ok", await client.GetStringAsync(address));
    }

    [Fact]
    public async Task A_browser_gets_the_explorer_without_a_key()
    {
        using var client = new HttpClient { BaseAddress = server.Host.Address };
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var response = await client.GetAsync("/graphql");
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    static string Header(HttpAnswer answer) => answer.Response.Headers.GetValues("GraphQL-Schema-Hash").Single();
}
