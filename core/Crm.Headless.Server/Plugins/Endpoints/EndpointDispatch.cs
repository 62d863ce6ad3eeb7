using System.Text.Json;
using Crm.Headless.Server.Http;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Plugins.Endpoints;

/// <summary>
/// <c>/plugins/&lt;id&gt;/...</c>: hands requests to the endpoints of the current generation. What a plugin is given is a copy of the request, and
/// what it returns is written by the host: code that goes on when its time is over meets nobody else's request.
/// </summary>
sealed class EndpointDispatch(
    Generations generations, Authenticator authenticator, RateLimits rates, PluginCalls calls, AuditLog audit, ILogger<EndpointDispatch> log)
{
    public const string Route = "/plugins/{plugin}/{**path}";

    public async Task HandleAsync(HttpContext http)
    {
        var plugin = (string)http.GetRouteValue("plugin")!;
        try
        {
            await AnswerAsync(http, plugin, http.GetRouteValue("path") as string ?? "");
        }
        catch (RefusedRequestException refused)
        {
            await new ProblemException(refused.Status, refused.Code, refused.Message) { Header = refused.Header }.WriteAsync(http, plugin);
        }
        catch (ProblemException problem)
        {
            await problem.WriteAsync(http, plugin);
        }
    }

    async Task AnswerAsync(HttpContext http, string plugin, string path)
    {
        var lease = generations.Lease();
        var call = new EndpointCall(lease);
        try
        {
            var (route, values) = Find(http, lease.Generation, plugin, path);
            var user = await AuthorizeAsync(http, route);
            call.Begin(user, audit);
            var json = call.Services.GetRequiredService<PluginDocuments>().Json;
            var request = await RequestCopy.ReadAsync(http, route, path, values, call.Services, json);
            var (response, body) = await CallAsync(route, request, json, call, http.RequestAborted);
            await WriteAsync(http, plugin, response, body);
        }
        finally
        {
            await call.EndAsync();
        }
    }

    static (PluginRoute, IReadOnlyDictionary<string, string>) Find(HttpContext http, Generation generation, string plugin, string path)
    {
        var fitting = (generation.Services.GetRequiredService<PluginRoutes>().Of(plugin) ?? [])
            .Select(route => (Route: route, Values: route.Pattern.Match(path))).Where(found => found.Values is not null).ToList();
        if (fitting.Count == 0)
            throw new ProblemException(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is nothing at this path: plugin \"{plugin}\" isn't enabled, or has no such endpoint.");
        return fitting.FirstOrDefault(found => found.Route.Mapped.Method == http.Request.Method) is { Route: not null } found
            ? (found.Route, found.Values!)
            : throw new ProblemException(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", $"{http.Request.Method} isn't supported here.")
            {
                Header = ("Allow", string.Join(", ", fitting.Select(found => found.Route.Mapped.Method).Distinct())),
            };
    }

    async Task<CrmPrincipal> AuthorizeAsync(HttpContext http, PluginRoute route)
    {
        if (route.IsOpen)
        {
            rates.CountOpen(http, route.Plugin.Id);
            return CrmPrincipal.Plugin(route.Plugin.Id, route.Plugin.Grants);
        }
        var user = await authenticator.RequireAsync(http);
        http.User = user;
        rates.Count(user, 1);
        if (user.Access.IsMember && !route.AllowsMembers) throw Forbidden("Members may not call it.");
        if (route.Scope is { } scope && !user.Access.Has(scope)) throw Forbidden($"It is called with the scope {scope}.");
        return user;
    }

    static ProblemException Forbidden(string message) => new(StatusCodes.Status403Forbidden, "FORBIDDEN", message);

    async Task<(EndpointResponse, ReadOnlyMemory<byte>)> CallAsync(
        PluginRoute route, EndpointRequest request, JsonSerializerOptions json, EndpointCall call, CancellationToken ct)
    {
        try
        {
            return await calls.RunAsync(route.Plugin.Id, $"The endpoint {route.Mapped.Method} {route.Mapped.Pattern} of", async token =>
            {
                var response = await route.Mapped.Handler(request, token);
                return (response, response.Value is { } value ? JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json) : response.Body);
            }, call.GoesOn, ct);
        }
        catch (PluginUnavailableException reason)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "PLUGIN_UNAVAILABLE", reason.Message) { Header = ("Retry-After", "30") };
        }
        catch (TimeoutException late)
        {
            log.LogError("{Message}", late.Message);
            throw new ProblemException(StatusCodes.Status504GatewayTimeout, "PLUGIN_TIMEOUT", late.Message);
        }
        catch (CrmException refused)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message);
        }
        catch (JsonException unreadable)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "BAD_REQUEST", $"The body can't be read: {unreadable.Path ?? "it"} isn't the JSON that is expected.");
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            var error = ServerFault.Report(log, fault);
            throw new ProblemException(StatusCodes.Status500InternalServerError, error.Code!, $"Plugin \"{route.Plugin.Id}\" failed. {error.Message}");
        }
    }

    static async Task WriteAsync(HttpContext http, string plugin, EndpointResponse response, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = response.Status is >= 200 and <= 599 ? response.Status : StatusCodes.Status500InternalServerError;
        foreach (var (name, value) in response.Headers) SetHeader(http, plugin, name, value);
        if (response.Value is not null) http.Response.ContentType = "application/json; charset=utf-8";
        else if (response.ContentType is { } type) SetHeader(http, plugin, "Content-Type", type);
        if (body.Length == 0) return;
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>The web server refuses what would end the header: a line break, or another control character (RFC 9110, section 5.5).</summary>
    static void SetHeader(HttpContext http, string plugin, string name, string value)
    {
        try
        {
            http.Response.Headers[name] = value;
        }
        catch (InvalidOperationException)
        {
            http.Response.Clear();
            throw new ProblemException(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR",
                $"Plugin \"{plugin}\" failed: its response has a header {JsonEncodedText.Encode(name)} with a character that no header may have, such as a line break.");
        }
    }
}

/// <summary>What a call of an endpoint uses: its generation, and services in which somebody acts. They go when the call has ended.</summary>
sealed class EndpointCall(GenerationLease lease)
{
    AsyncServiceScope? _services;
    Task _ended = Task.CompletedTask;

    public IServiceProvider Services => _services!.Value.ServiceProvider;

    public void Begin(CrmPrincipal user, AuditLog audit)
    {
        _services = lease.Generation.Services.CreateAsyncScope();
        Services.GetRequiredService<Actor>().Become(user);
        audit.SignedIn(user);
    }

    public void GoesOn(Task call) => _ended = call;

    public ValueTask EndAsync()
    {
        if (_ended.IsCompleted) return ReleaseAsync();
        _ = _ended.ContinueWith(_ => ReleaseAsync().AsTask(), TaskScheduler.Default);
        return default;
    }

    async ValueTask ReleaseAsync()
    {
        using (lease)
            if (_services is { } services) await services.DisposeAsync();
    }
}
