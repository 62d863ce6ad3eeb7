using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http.Sockets;

/// <summary>Accepts WebSockets at <c>/graphql</c>.</summary>
internal sealed class SocketEndpoint(
    Authenticator authenticator, AllowedOrigins origins, KeyWatch keys, Operations operations, ConnectionLimit connections, IHostApplicationLifetime lifetime,
    IOptions<GraphQLHttpOptions> options, TimeProvider time, ILogger<SocketEndpoint> logger, AuditLog audit, RateLimits limits)
{
    const string Protocol = "graphql-transport-ws";
    const int MaxFirstMessageBytes = 4096;

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await AcceptAsync(http);
        }
        catch (RefusedRequestException refused) when (!http.Response.HasStarted)
        {
            await ErrorAnswer.WriteAsync(http, refused, ResponseFormat.Json);
        }
    }

    /// <summary>A key in the header decides at once; without one, connection_init must bring it.</summary>
    async Task AcceptAsync(HttpContext http)
    {
        origins.Require(http.Request);
        using var place = connections.Take();
        var header = http.Request.Headers.Authorization;
        var user = header.Count > 0 ? await authenticator.RequireAsync(http) : null;
        using var entrance = user is null ? connections.TakeUnauthenticated() : null;

        var known = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(known ? Protocol : null);
        var maxBytes = Math.Min(MaxFirstMessageBytes, options.Value.MaxSocketMessageBytes);
        using var channel = new SocketChannel(socket, time) { MaxMessageBytes = maxBytes };
        if (known)
            await new SocketSession(
                    channel, operations, authenticator, keys, options.Value, time, logger, user, authenticator.AddressOf(http.Request), () => entrance?.Dispose(),
                    () => Refuse(http))
                .RunAsync(lifetime.ApplicationStopping);
        else
            await channel.CloseAsync(SocketClosedException.WrongProtocol());
    }

    /// <summary>A key in connection_init that isn't taken counts as one in a header does. The connection is closed whether there were too many or not.</summary>
    void Refuse(HttpContext http)
    {
        var status = StatusCodes.Status401Unauthorized;
        try
        {
            limits.CountStranger(http);
        }
        catch (RefusedRequestException refused)
        {
            status = refused.Status;
        }
        DeniedRequests.Record(http, audit, status);
    }
}
