using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>Counts the connections that stay open: event streams and WebSockets.</summary>
internal sealed class ConnectionLimit(IOptions<GraphQLHttpOptions> options)
{
    readonly Places _all = new(options.Value.MaxConnections, "connections are open", "MaxConnections");
    readonly Places _unauthenticated = new(
        options.Value.MaxUnauthenticatedSockets, "connections haven't sent a valid key yet", "MaxUnauthenticatedSockets");

    /// <summary>Dispose what is returned when the connection is over.</summary>
    /// <exception cref="RefusedRequestException">All places are taken.</exception>
    public IDisposable Take() => _all.Take();

    /// <summary>Beside <see cref="Take"/>, for a WebSocket that has shown no key yet. Dispose of it when it has, or is over.</summary>
    /// <exception cref="RefusedRequestException">All places are taken.</exception>
    public IDisposable TakeUnauthenticated() => _unauthenticated.Take();

    sealed class Places(int limit, string what, string setting)
    {
        int _taken;

        public IDisposable Take()
        {
            if (Interlocked.Increment(ref _taken) <= limit) return new Place(this);
            Interlocked.Decrement(ref _taken);
            throw new RefusedRequestException(StatusCodes.Status503ServiceUnavailable, "SERVER_BUSY",
                $"{limit} {what}, which is all that Crm:GraphQL:{setting} allows. Try again later.")
            {
                Header = ("Retry-After", "5"),
            };
        }

        public void Leave() => Interlocked.Decrement(ref _taken);
    }

    sealed class Place(Places places) : IDisposable
    {
        int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) places.Leave();
        }
    }
}
