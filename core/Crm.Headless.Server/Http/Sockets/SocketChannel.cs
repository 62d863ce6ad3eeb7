using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Crm.Headless.Server.Http.Sockets;

/// <summary>Whole messages over a WebSocket: one reader, any number of writers, one close.</summary>
internal sealed class SocketChannel(WebSocket socket, TimeProvider time) : IDisposable
{
    static readonly TimeSpan PatienceForClose = TimeSpan.FromSeconds(3);

    readonly SemaphoreSlim _writing = new(1);
    readonly ArrayBufferWriter<byte> _received = new();
    ITimer? _abort;
    volatile bool _closed;

    /// <summary>The longest message that is read.</summary>
    public required int MaxMessageBytes { get; set; }

    /// <summary>Our close frame is out: what still comes is ignored, until the client's own.</summary>
    public bool IsClosed => _closed;

    /// <summary>The next text message; null when the connection is over. Valid until the next call.</summary>
    /// <exception cref="SocketClosedException">The message is binary or too long.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        _received.ResetWrittenCount();
        while (true)
        {
            var part = await ReceiveAsync(ct);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            if (part.MessageType == WebSocketMessageType.Binary) throw SocketClosedException.Invalid("Messages must be text.");
            _received.Advance(part.Count);
            if (_received.WrittenCount > MaxMessageBytes) throw SocketClosedException.TooBig();
            if (part.EndOfMessage) return _received.WrittenMemory;
        }
    }

    /// <summary>A connection that breaks is a connection that ends.</summary>
    async Task<ValueWebSocketReceiveResult> ReceiveAsync(CancellationToken ct)
    {
        try
        {
            return await socket.ReceiveAsync(_received.GetMemory(4096), ct);
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException)
        {
            return new(0, WebSocketMessageType.Close, true);
        }
    }

    public Task WriteAsync(string type, string? id = null, Action<IBufferWriter<byte>>? payload = null)
    {
        var message = new ArrayBufferWriter<byte>(256);
        message.Write("{\"type\":\""u8);
        message.Write(Encoding.UTF8.GetBytes(type));
        message.Write("\""u8);
        if (id is not null)
        {
            message.Write(",\"id\":"u8);
            message.Write(JsonSerializer.SerializeToUtf8Bytes(id));
        }
        if (payload is not null)
        {
            message.Write(",\"payload\":"u8);
            payload(message);
        }
        message.Write("}"u8);
        return SendAsync(() => socket.SendAsync(message.WrittenMemory, WebSocketMessageType.Text, true, CancellationToken.None).AsTask());
    }

    /// <summary>Sends the close frame; the reader goes on until the client's own arrives, or until patience ends.</summary>
    public Task CloseAsync(SocketClosedException reason) => SendAsync(() =>
    {
        _closed = true;
        _abort = time.CreateTimer(_ => socket.Abort(), null, PatienceForClose, Timeout.InfiniteTimeSpan);
        return socket.CloseOutputAsync(reason.Code, Shorten(reason.Message), CancellationToken.None);
    });

    /// <summary>Answers the client's close frame, if the connection still stands.</summary>
    public Task AcknowledgeCloseAsync() => SendAsync(() =>
    {
        _closed = true;
        return socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    });

    async Task SendAsync(Func<Task> send)
    {
        await _writing.WaitAsync();
        try
        {
            if (!_closed && (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)) await send();
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A close frame has room for 123 bytes (RFC 6455, section 5.5).</summary>
    static string Shorten(string reason) => reason.Length <= 120 && Encoding.UTF8.GetByteCount(reason) <= 123 ? reason : "Closed by the server";

    public void Dispose()
    {
        _abort?.Dispose();
        _writing.Dispose();
    }
}
