namespace Crm.Headless.Server.Http;

/// <summary>The endpoint's settings, under <c>Crm:GraphQL</c>.</summary>
internal sealed class GraphQLHttpOptions
{
    public const string Section = "Crm:GraphQL";

    /// <summary>A larger body is refused with 413. A bulk mutation of 1,000 rows stays well below.</summary>
    public int MaxRequestBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many sets of variables one request may bring; they share the limits of one operation.</summary>
    public int MaxVariableSets { get; init; } = 50;

    /// <summary>Operations that run at the same time, over all transports.</summary>
    public int MaxConcurrentOperations { get; init; } = 128;

    /// <summary>Operations that may wait for their turn; the next one gets 503 with Retry-After.</summary>
    public int MaxWaitingOperations { get; init; } = 512;

    /// <summary>An operation whose static cost may be higher counts as heavy.</summary>
    public double HeavyOperationCost { get; init; } = 2_000;

    /// <summary>
    /// Heavy operations among those that run at the same time: they take memory, and the others shall go on beside them. Null: one for each
    /// 128 MB that the process may have, up to four.
    /// </summary>
    public int? MaxConcurrentHeavyOperations { get; init; }

    /// <summary>
    /// Bytes of answers that are made and not yet sent; beyond them no heavy operation begins, beyond twice as many none at all. Null: an
    /// eighth of the memory that the process may have.
    /// </summary>
    public long? MaxUnsentBytes { get; init; }

    /// <summary>Events of subscriptions that are answered at the same time, each for one subscriber; the others wait.</summary>
    public int MaxConcurrentEvents { get; init; } = 32;

    /// <summary>Nothing but the operations of <see cref="PersistedOperations"/> is accepted.</summary>
    public bool PersistedOperationsOnly { get; init; }

    /// <summary>A JSON file of operations by id: a map, or Apollo's manifest.</summary>
    public string? PersistedOperations { get; init; }

    /// <summary>What operations that clients register by hash (APQ) may occupy.</summary>
    public int PersistedOperationsCacheBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How often an idle event stream shows that it lives.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a WebSocket may take to send connection_init.</summary>
    public TimeSpan ConnectionInitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Open WebSockets and event streams, over all clients.</summary>
    public int MaxConnections { get; init; } = 5000;

    /// <summary>WebSockets among them that haven't shown a valid key yet.</summary>
    public int MaxUnauthenticatedSockets { get; init; } = 100;

    /// <summary>Operations at the same time on one WebSocket.</summary>
    public int MaxOperationsPerSocket { get; init; } = 100;

    /// <summary>The longest message that a WebSocket client may send; before connection_ack it is 4 KB at most.</summary>
    public int MaxSocketMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>How long operations in flight on WebSockets may take to finish when the server stops.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(5);
}
