using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>Counts the connections that stay open: event streams and WebSockets.</summary>
internal sealed class ConnectionLimit(IOptions<GraphQLHttpOptions> options)
{
    int _open;

    /// <summary>Dispose what is returned when the connection is over.</summary>
    /// <exception cref="RefusedRequestException">All places are taken.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _open) <= options.Value.MaxConnections) return new Place(this);
        Interlocked.Decrement(ref _open);
        throw new RefusedRequestException(StatusCodes.Status503ServiceUnavailable, "SERVER_BUSY",
            $"{options.Value.MaxConnections} connections are open, which is all that Crm:GraphQL:MaxConnections allows. Try again later.")
        {
            Header = ("Retry-After", "5"),
        };
    }

    sealed class Place(ConnectionLimit limit) : IDisposable
    {
        int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) Interlocked.Decrement(ref limit._open);
        }
    }
}
