using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

/// <summary>A client that sends what the test says, right or wrong.</summary>
sealed class SocketClient(ClientWebSocket socket) : IAsyncDisposable
{
    static readonly CancellationToken Patience = CancellationToken.None;

    public static Task<SocketClient> ConnectAsync(CrmTestHost host, string? protocol = "graphql-transport-ws", string? authorization = null) =>
        ConnectAsync(host.Address, protocol, authorization);

    static async Task<SocketClient> ConnectAsync(Uri server, string? protocol = "graphql-transport-ws", string? authorization = null)
    {
        var socket = new ClientWebSocket();
        if (protocol is not null) socket.Options.AddSubProtocol(protocol);
        if (authorization is not null) socket.Options.SetRequestHeader("Authorization", authorization);
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/graphql" }.Uri, Patience);
        return new(socket);
    }

    /// <summary>Connected and acknowledged.</summary>
    public static Task<SocketClient> InitialisedAsync(CrmTestHost host, string? key = null) => InitialisedAsync(host.Address, key ?? host.AdminKey);

    /// <summary>The same, with a server in a process of its own.</summary>
    public static async Task<SocketClient> InitialisedAsync(Uri server, string key)
    {
        var client = await ConnectAsync(server);
        await client.SendAsync($$$"""{"type": "connection_init", "payload": {"Authorization": "Bearer {{{key}}}"}}""");
        Assert.Equal("connection_ack", (await client.ReadAsync()).GetProperty("type").GetString());
        return client;
    }

    public Task SendAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), type, true, Patience);

    public Task SubscribeAsync(string id, string query) =>
        SendAsync(JsonSerializer.Serialize(new { type = "subscribe", id, payload = new { query } }));

    public async Task<JsonElement> ReadAsync() =>
        await ReadTextAsync() is { } text ? JsonDocument.Parse(text).RootElement : throw new InvalidOperationException($"Closed: {socket.CloseStatus} {socket.CloseStatusDescription}");

    /// <summary>The code and reason of the server's close frame, whatever came before it.</summary>
    public async Task<(int Code, string? Reason)> ReadCloseAsync()
    {
        while (await ReadTextAsync() is not null) { }
        var close = ((int)socket.CloseStatus!.Value, socket.CloseStatusDescription);
        if (socket.State == WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Patience);
        return close;
    }

    /// <summary>As a client that has what it wanted. Returns when the server has answered.</summary>
    public async Task<WebSocketCloseStatus?> CloseAsync()
    {
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Patience);
        return socket.CloseStatus;
    }

    async Task<string?> ReadTextAsync()
    {
        var text = new MemoryStream();
        while (true)
        {
            var buffer = new byte[8192];
            var part = await socket.ReceiveAsync(buffer, Patience);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(text.ToArray());
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
