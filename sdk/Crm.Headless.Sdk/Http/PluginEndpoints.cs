namespace Crm.Headless;

/// <summary>
/// Answers a request. A call is contained as a field's is: it has some seconds, and a plugin whose calls fail more often than not is left
/// alone for a while. What is thrown becomes a problem that names the plugin; of a <see cref="CrmException"/> with its message.
/// </summary>
public delegate Task<EndpointResponse> EndpointHandler(EndpointRequest request, CancellationToken ct);

/// <summary>
/// The HTTP endpoints of a plugin, all of them under <c>/plugins/&lt;id&gt;/</c>. They come and go with it. A handler's method or lambda says who
/// may call it: <c>[Authorize("scope")]</c>, <c>[AllowAnonymous]</c> for everybody who is authenticated, also <c>[AllowMembers]</c>, or
/// <see cref="AllowUnauthenticatedAttribute"/>.
/// </summary>
public sealed class PluginEndpoints
{
    readonly List<Mapped> _mapped = [];

    internal IReadOnlyList<Mapped> All => _mapped;

    /// <summary>Adds an endpoint. Where several fit a path, the one that was added first answers.</summary>
    /// <param name="method">Such as <c>POST</c>.</param>
    /// <param name="pattern">Below the plugin's path, such as <c>orders/{id}</c>; <c>{*rest}</c> at its end takes all that follows.</param>
    /// <param name="handler">Answers.</param>
    /// <param name="maxBodyBytes">A larger body is refused.</param>
    public void Map(string method, string pattern, EndpointHandler handler, int maxBodyBytes = 1024 * 1024) =>
        _mapped.Add(new(method, pattern, handler, maxBodyBytes));

    /// <summary>Adds an endpoint that reads.</summary>
    public void MapGet(string pattern, EndpointHandler handler) => Map("GET", pattern, handler);

    /// <summary>Adds an endpoint that takes something.</summary>
    public void MapPost(string pattern, EndpointHandler handler, int maxBodyBytes = 1024 * 1024) => Map("POST", pattern, handler, maxBodyBytes);

    internal sealed record Mapped(string Method, string Pattern, EndpointHandler Handler, int MaxBodyBytes);
}

/// <summary>
/// Whoever knows the address may call the endpoint, without a key or token: for webhooks, which prove by the body's signature where they come
/// from. It acts as the plugin itself, with the scopes that it was granted.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowUnauthenticatedAttribute : Attribute;
