using System.Globalization;
using System.Threading.RateLimiting;
using Crm.Headless.Server.Security;
using Microsoft.Extensions.Options;

namespace Crm.Headless.Server.Http;

/// <summary>Keeps whoever calls too often from taking the place of others. Counts in this process: with several nodes each counts for itself.</summary>
internal sealed class RateLimits : IDisposable
{
    const int MaxWait = 60;

    readonly RateLimitOptions _limits;
    readonly PartitionedRateLimiter<Caller> _limiter;

    public RateLimits(IOptions<RateLimitOptions> options)
    {
        _limits = options.Value;
        _limiter = PartitionedRateLimiter.Create<Caller, Caller>(caller => LimitOf(caller) is { } limit
            ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(limit))
            : RateLimitPartition.GetNoLimiter(caller));
    }

    /// <summary>Counts operations of somebody who came in.</summary>
    /// <exception cref="RefusedRequestException">They are too many.</exception>
    public void Count(CrmPrincipal who, int operations) => Count(new(who.Kind, who.ContactId ?? who.UserId ?? who.ClientId), operations, who.Name);

    /// <summary>Counts a key or token that wasn't taken.</summary>
    /// <exception cref="RefusedRequestException">They are too many.</exception>
    public void CountStranger(HttpContext http) =>
        Count(new(null, http.Connection.RemoteIpAddress), 1, "This address sends keys or tokens that aren't taken, and it");

    /// <summary>Counts a call of an endpoint that is open to everybody.</summary>
    /// <exception cref="RefusedRequestException">They are too many.</exception>
    public void CountOpen(HttpContext http, string plugin) =>
        Count(new(null, http.Connection.RemoteIpAddress, plugin), 1, "This address");

    public void Dispose() => _limiter.Dispose();

    void Count(Caller caller, int operations, string name)
    {
        // More at once than a whole bucket would never be let through.
        using var lease = _limiter.AttemptAcquire(caller, Math.Min(operations, LimitOf(caller)?.Burst ?? operations));
        if (lease.IsAcquired) return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Clamp((int)Math.Ceiling(after.TotalSeconds), 1, MaxWait) : 1;
        throw new RefusedRequestException(StatusCodes.Status429TooManyRequests, "RATE_LIMITED",
            $"{name} calls too often. Send the request again in {wait} s, and fewer at a time; Crm:RateLimits says how many are allowed.")
        {
            Header = ("Retry-After", wait.ToString(CultureInfo.InvariantCulture)),
        };
    }

    RateLimit? LimitOf(Caller caller) => caller.Kind switch
    {
        null => caller.Plugin is null ? _limits.Strangers : _limits.OpenEndpoints,
        PrincipalKind.Client => _limits.Clients,
        PrincipalKind.Person => _limits.People,
        PrincipalKind.Member => _limits.Members,
        _ => null,
    };

    static TokenBucketRateLimiterOptions Bucket(RateLimit limit) => new()
    {
        TokenLimit = limit.Burst,
        TokensPerPeriod = Math.Max(1, limit.PerSecond / 10),
        ReplenishmentPeriod = limit.PerSecond >= 10 ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1.0 / limit.PerSecond),
        QueueLimit = 0,
        AutoReplenishment = false,
    };

    /// <param name="Kind">Null: nobody who came in.</param>
    /// <param name="Id">Who it is, or from where.</param>
    /// <param name="Plugin">Whose open endpoints are called; null: none.</param>
    readonly record struct Caller(PrincipalKind? Kind, object? Id, string? Plugin = null);
}
