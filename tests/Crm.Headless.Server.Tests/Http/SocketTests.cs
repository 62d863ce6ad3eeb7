using System.Net.WebSockets;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

/// <summary>graphql-transport-ws, message by message.</summary>
public sealed class SocketTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Init = """{"type": "connection_init"}""";

    [Fact]
    public async Task A_query_is_answered_with_next_and_complete_under_its_id()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        await client.SubscribeAsync("a \"b\"", "{ __typename }");
        Assert.Equal("""{"type":"next","id":"a \u0022b\u0022","payload":{"data":{"__typename":"Query"}}}""", (await client.ReadAsync()).GetRawText());
        Assert.Equal("complete", (await client.ReadAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_id_can_be_used_again_when_its_operation_is_complete()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        for (var i = 0; i < 3; i++)
        {
            await client.SubscribeAsync("1", "{ __typename }");
            Assert.Equal("next", (await client.ReadAsync()).GetProperty("type").GetString());
            Assert.Equal("complete", (await client.ReadAsync()).GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("{", "GRAPHQL_PARSE_FAILED")]
    [InlineData("{ nope }", "GRAPHQL_VALIDATION_FAILED")]
    public async Task What_GraphQL_refuses_is_an_error_message_and_nothing_follows(string query, string code)
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        await client.SubscribeAsync("1", query);
        var message = await client.ReadAsync();
        Assert.Equal("error", message.GetProperty("type").GetString());
        Assert.Equal(code, message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        await client.SendAsync("""{"type": "ping"}""");
        Assert.Equal("pong", (await client.ReadAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_ping_is_answered_with_a_pong_that_carries_its_payload_even_before_the_initialisation()
    {
        await using var client = await SocketClient.ConnectAsync(server.Host);
        await client.SendAsync("""{"type": "ping", "payload": {"n": 1}}""");
        Assert.Equal("""{"type":"pong","payload":{"n":1}}""", (await client.ReadAsync()).GetRawText());
    }

    [Fact]
    public async Task A_complete_for_an_unknown_id_and_an_unsolicited_pong_are_ignored()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        await client.SendAsync("""{"type": "complete", "id": "9"}""");
        await client.SendAsync("""{"type": "pong"}""");
        await client.SubscribeAsync("1", "{ __typename }");
        Assert.Equal("next", (await client.ReadAsync()).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type": "surprise"}""")]
    [InlineData("""{"type": 1}""")]
    [InlineData("""{"type": "subscribe", "payload": {"query": "{ __typename }"}}""")]
    [InlineData("""{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}""")]
    [InlineData("""{"type": "subscribe", "id": "1"}""")]
    [InlineData("""{"type": "subscribe", "id": 1, "payload": {}}""")]
    [InlineData("""{"type": "ping", "payload": 1}""")]
    public async Task A_message_that_is_not_of_the_protocol_closes_the_connection_with_4400(string message)
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        await client.SendAsync(message);
        Assert.Equal(4400, (await client.ReadCloseAsync()).Code);
    }

    [Fact]
    public async Task A_binary_message_closes_the_connection_with_4400()
    {
        await using var client = await SocketClient.ConnectAsync(server.Host);
        await client.SendAsync(Init, WebSocketMessageType.Binary);
        Assert.Equal(4400, (await client.ReadCloseAsync()).Code);
    }

    [Fact]
    public async Task An_operation_before_the_initialisation_closes_the_connection_with_4401()
    {
        await using var client = await SocketClient.ConnectAsync(server.Host);
        await client.SubscribeAsync("1", "{ __typename }");
        Assert.Equal((4401, "Unauthorized"), await client.ReadCloseAsync());
    }

    [Theory]
    [InlineData(Init)]
    [InlineData("""{"type": "connection_init", "payload": {"authorization": "Bearer wrong"}}""")]
    [InlineData("""{"type": "connection_init", "payload": {"authorization": 7}}""")]
    public async Task A_connection_without_a_valid_key_is_closed_with_4403(string init)
    {
        await using var client = await SocketClient.ConnectAsync(server.Host);
        await client.SendAsync(init);
        Assert.Equal((4403, "Forbidden"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task The_key_may_come_in_the_header_of_the_handshake()
    {
        await using var client = await SocketClient.ConnectAsync(server.Host, authorization: "Bearer " + server.Host.AdminKey);
        await client.SendAsync(Init);
        Assert.Equal("connection_ack", (await client.ReadAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_wrong_key_in_the_header_refuses_the_handshake()
    {
        var failure = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.ConnectAsync(server.Host, authorization: "Bearer wrong"));
        Assert.Contains("401", failure.Message);
    }

    [Fact]
    public async Task A_second_initialisation_closes_the_connection_with_4429()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        await client.SendAsync(Init);
        Assert.Equal((4429, "Too many initialisation requests"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_client_of_another_protocol_is_closed_with_4406()
    {
        await using var client = await SocketClient.ConnectAsync(server.Host, protocol: null);
        Assert.Equal(4406, (await client.ReadCloseAsync()).Code);
    }

    [Fact]
    public async Task An_id_that_is_in_use_closes_the_connection_with_4409()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        await client.SubscribeAsync("1", "subscription { contactChanged { __typename } }");
        await client.SubscribeAsync("1", "{ __typename }");
        Assert.Equal((4409, "Subscriber for 1 already exists"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_closed_with_4408()
    {
        await using var host = await StartAsync(("Crm:GraphQL:ConnectionInitTimeout", "00:00:00.2"));
        await using var client = await SocketClient.ConnectAsync(host);
        Assert.Equal((4408, "Connection initialisation timeout"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_message_that_is_too_long_closes_the_connection_with_1009()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxSocketMessageBytes", "1000"));
        await using var client = await SocketClient.InitialisedAsync(host);
        await client.SubscribeAsync("1", "{ __typename } #" + new string('x', 2000));
        Assert.Equal(1009, (await client.ReadCloseAsync()).Code);
    }

    [Fact]
    public async Task A_client_that_has_shown_no_key_may_send_only_short_messages()
    {
        await using var client = await SocketClient.ConnectAsync(server.Host);
        await client.SendAsync($$$"""{"type": "connection_init", "payload": {"padding": "{{{new string('x', 5000)}}}"}}""");
        Assert.Equal(1009, (await client.ReadCloseAsync()).Code);
    }

    [Fact]
    public async Task A_client_too_many_that_has_shown_no_key_is_refused_and_one_with_a_key_is_not()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxUnauthenticatedSockets", "1"));
        await using var initialised = await SocketClient.InitialisedAsync(host);
        await using var first = await SocketClient.ConnectAsync(host);
        var failure = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.ConnectAsync(host));
        Assert.Contains("503", failure.Message);
        await using var known = await SocketClient.ConnectAsync(host, authorization: "Bearer " + host.AdminKey);
        await known.SendAsync(Init);
        Assert.Equal("connection_ack", (await known.ReadAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_operation_that_is_completed_as_soon_as_it_was_sent_leaves_the_connection_as_it_was()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        for (var i = 0; i < 100; i++)
        {
            await client.SubscribeAsync("1", "subscription { contactChanged { __typename } }");
            await client.SendAsync("""{"type": "complete", "id": "1"}""");
        }
        await client.SendAsync("""{"type": "ping"}""");
        Assert.Equal("pong", (await client.ReadAsync()).GetProperty("type").GetString());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await client.CloseAsync());
    }

    [Fact]
    public async Task An_operation_too_many_is_refused_and_the_others_go_on()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxOperationsPerSocket", "1"));
        await using var client = await SocketClient.InitialisedAsync(host);
        await client.SubscribeAsync("1", "subscription { contactChanged { __typename } }");
        await client.SubscribeAsync("2", "{ __typename }");
        var refused = await client.ReadAsync();
        Assert.Equal(("error", "2"), (refused.GetProperty("type").GetString(), refused.GetProperty("id").GetString()));
        await client.SendAsync("""{"type": "complete", "id": "1"}""");
        await client.SubscribeAsync("3", "{ __typename }");
        Assert.Equal("3", (await client.ReadAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_connection_too_many_is_refused()
    {
        await using var host = await StartAsync(("Crm:GraphQL:MaxConnections", "1"));
        await using var first = await SocketClient.InitialisedAsync(host);
        var failure = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.ConnectAsync(host));
        Assert.Contains("503", failure.Message);
    }

    [Fact]
    public async Task A_client_that_closes_is_answered()
    {
        await using var client = await SocketClient.InitialisedAsync(server.Host);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await client.CloseAsync());
    }

    static Task<CrmTestHost> StartAsync((string Name, string Value) setting) =>
        CrmTestHost.StartAsync(new CrmTestOptions { Settings = new Dictionary<string, string?> { [setting.Name] = setting.Value } });
}
