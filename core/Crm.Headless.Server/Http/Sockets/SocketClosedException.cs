using System.Net.WebSockets;

namespace Crm.Headless.Server.Http.Sockets;

/// <summary>The server ends the connection: the code and reason of its close frame.</summary>
internal sealed class SocketClosedException(int code, string reason) : Exception(reason)
{
    public WebSocketCloseStatus Code { get; } = (WebSocketCloseStatus)code;

    /// <summary>"Invalid message".</summary>
    public static SocketClosedException Invalid(string reason) => new(4400, reason);

    public static SocketClosedException Unauthorized() => new(4401, "Unauthorized");
    public static SocketClosedException Forbidden() => new(4403, "Forbidden");
    public static SocketClosedException NotInitialised() => new(4408, "Connection initialisation timeout");
    public static SocketClosedException Duplicate(string id) => new(4409, $"Subscriber for {id} already exists");
    public static SocketClosedException InitialisedTwice() => new(4429, "Too many initialisation requests");
    public static SocketClosedException WrongProtocol() => new(4406, "Subprotocol not acceptable");
    public static SocketClosedException TooBig() => new((int)WebSocketCloseStatus.MessageTooBig, "The message is too long");
    public static SocketClosedException Stopping() => new(1001, "Going away");
}
