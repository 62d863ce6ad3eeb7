namespace Crm.Headless.Server.Http;

/// <summary>How often each may call, under <c>Crm:RateLimits</c>. The installation's own key isn't limited.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "Crm:RateLimits";

    /// <summary>Each API client.</summary>
    public RateLimit Clients { get; init; } = new(200, 1000);

    /// <summary>Each person who works with the system.</summary>
    public RateLimit People { get; init; } = new(20, 200);

    /// <summary>Each member.</summary>
    public RateLimit Members { get; init; } = new(10, 100);

    /// <summary>Each address that sends keys or tokens which aren't taken.</summary>
    public RateLimit Strangers { get; init; } = new(1, 30);

    /// <summary>Each address that calls endpoints of one plugin which are open to everybody.</summary>
    public RateLimit OpenEndpoints { get; init; } = new(50, 500);
}

/// <summary>Operations; a list of variables counts as many.</summary>
internal sealed record RateLimit
{
    public RateLimit() { }

    public RateLimit(int perSecond, int burst) => (PerSecond, Burst) = (perSecond, burst);

    /// <summary>In the long run.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>At once, after a while without any.</summary>
    public int Burst { get; init; } = 100;
}
