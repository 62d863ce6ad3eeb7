using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Endpoints;

/// <summary>A plugin's HTTP endpoints: under its own path, for those who may, gone with it, and contained.</summary>
public sealed class EndpointTests(EndpointTests.Hook hook) : IClassFixture<EndpointTests.Hook>
{
    const string Id = "acme.hook";

    const string Source = """
        public sealed class Hook : CrmPlugin
        {
            public override void MapEndpoints(PluginEndpoints endpoints)
            {
                endpoints.MapPost("raw/{source}", [AllowUnauthenticated] (request, ct) => Task.FromResult(new EndpointResponse
                {
                    Body = request.Body.ToArray().Reverse().ToArray(), ContentType = "application/octet-stream",
                    Headers = new Dictionary<string, string> { ["X-Source"] = request.Route["source"] + " " + request.Headers["x-signature"] },
                }), maxBodyBytes: 100);
                endpoints.MapGet("report", ReportAsync);
                endpoints.MapGet("me", [AllowAnonymous] (request, ct) => Task.FromResult(EndpointResponse.Text(
                    request.Services.GetRequiredService<IActor>().Name.Split(' ')[0] + " " + request.Headers.ContainsKey("Authorization"))));
                endpoints.MapGet("files/{*rest}", [AllowUnauthenticated] (request, ct) => Task.FromResult(EndpointResponse.Text("VERSION " + request.Route["rest"])));
                endpoints.MapGet("wait", [AllowUnauthenticated] async (request, ct) =>
                {
                    AppContext.SetData("acme.hook.waits", true);
                    while (AppContext.GetData("acme.hook.waits") is true) await Task.Delay(5, ct);
                    return EndpointResponse.Text("VERSION");
                });
                endpoints.MapPost("order", [AllowAnonymous] (request, ct) => Task.FromResult(EndpointResponse.Json(request.ReadJson<HookOrder>() with { Number = 8 }, 201)));
                endpoints.MapGet("throw", [AllowUnauthenticated] (request, ct) => throw new InvalidOperationException("no luck"));
                endpoints.MapGet("late", [AllowUnauthenticated] async (request, ct) => { await Task.Delay(2_000); return EndpointResponse.Empty(); });
                endpoints.MapGet("break", [AllowUnauthenticated] (request, ct) => Task.FromResult(new EndpointResponse
                {
                    Headers = new Dictionary<string, string> { ["X-Line"] = "one\r\ntwo" },
                }));
                endpoints.MapGet("refuse", [AllowUnauthenticated] (request, ct) => throw new HookRefusal());
            }
            [Authorize("hook:read")]
            static async Task<EndpointResponse> ReportAsync(EndpointRequest request, CancellationToken ct) =>
                EndpointResponse.Json(new { Contacts = await request.Services.GetRequiredService<ICrmStore>().Query<Contact>().CountAsync(ct) });
        }
        public sealed record HookOrder(int Number, string? Text);
        sealed class HookRefusal() : CrmException("HOOK_REFUSED", "Not today.");
        """;

    public sealed class Hook
    {
        public byte[] One { get; } = Make("1.0.0", Source.Replace("VERSION", "one"));

        /// <summary>Another version, with one endpoint fewer.</summary>
        public byte[] Two { get; } = Make("2.0.0", Source.Replace("VERSION", "two").Replace("""endpoints.MapGet("report", ReportAsync);""", ""));
    }

    [Fact]
    public async Task An_endpoint_appears_is_for_those_who_may_moves_with_an_upgrade_that_requests_survive_and_goes_when_its_plugin_is_disabled()
    {
        await using var host = await CrmTestHost.StartAsync();
        Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), await ProblemAsync(host, "report"));
        await host.MustInstallAsync(hook.One);
        Assert.Contains("GET /plugins/acme.hook/report", (await host.QueryAsync("{ plugins { adds { endpoints } } }")).ToString());

        var (with, without) = (await host.CreateKeyAsync("hook:read"), await host.CreateKeyAsync("contacts:read"));
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await ProblemAsync(host, "report", ""));
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED"), await ProblemAsync(host, "me", ""));
        Assert.Equal((HttpStatusCode.Forbidden, "FORBIDDEN"), await ProblemAsync(host, "report", without));
        Assert.Equal("""{"contacts":0}""", await TextAsync(host, "report", with));
        Assert.Equal("client False", await TextAsync(host, "me", without));

        var waiting = TextAsync(host, "wait", "");
        await Eventually.IsAsync(() => AppContext.GetData("acme.hook.waits") is true);
        await host.MustInstallAsync(hook.Two);
        Assert.Equal("two a/b", await TextAsync(host, "files/a/b", ""));
        Assert.Equal(HttpStatusCode.NotFound, (await ProblemAsync(host, "report", with)).Status);
        AppContext.SetData("acme.hook.waits", false);
        Assert.Equal("one", await waiting);

        await host.ChangeAsync("pluginDisable", new { id = Id });
        Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), await ProblemAsync(host, "me", with));
        var contexts = host.Services.GetRequiredService<PluginContexts>();
        for (var round = 0; contexts.Alive > 0; round++)
        {
            Assert.True(round < 50, "The load context of the plugin is still there.");
            await Task.Delay(20);
            contexts.Scrub();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    [Fact]
    public async Task A_body_arrives_byte_by_byte_within_its_size_and_what_goes_wrong_is_a_problem_that_names_the_plugin()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Configure = builder => builder.Services.AddSingleton(new ExecutorOptions { MaxPluginFieldTime = TimeSpan.FromSeconds(0.5) }),
        });
        await host.MustInstallAsync(hook.One);
        using var raw = await SendAsync(host, HttpMethod.Post, "raw/shop?x=1", "", new byte[] { 0, 255, 10, 13 }, ("X-Signature", "s=1"));
        Assert.Equal([13, 10, 255, 0], await raw.Content.ReadAsByteArrayAsync());
        Assert.Equal("shop s=1", raw.Headers.GetValues("X-Source").Single());
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE"), await ProblemAsync(await SendAsync(host, HttpMethod.Post, "raw/shop", "", new byte[101])));

        using var order = await SendAsync(host, HttpMethod.Post, "order", null, Encoding.UTF8.GetBytes("""{"number":7,"text":"x"}"""));
        Assert.Equal((HttpStatusCode.Created, """{"number":8,"text":"x"}"""), (order.StatusCode, await order.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await ProblemAsync(await SendAsync(host, HttpMethod.Post, "order", null, [1])));
        using var wrong = await SendAsync(host, HttpMethod.Get, "order", null);
        Assert.Equal("POST", wrong.Content.Headers.Allow.Single());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "HOOK_REFUSED"), await ProblemAsync(host, "refuse"));
        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL_ERROR"), await ProblemAsync(host, "throw"));
        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL_ERROR"), await ProblemAsync(host, "break"));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(host, HttpMethod.Get, "files/../../acme.other/x", "")).StatusCode);
        Assert.Equal((HttpStatusCode.GatewayTimeout, "PLUGIN_TIMEOUT"), await ProblemAsync(host, "late"));
        for (var i = 0; i < 2; i++) await ProblemAsync(host, "late");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "PLUGIN_UNAVAILABLE"), await ProblemAsync(host, "me", null));
        Assert.Equal("OPEN", (await host.QueryAsync("{ plugins { breaker } }")).GetProperty("plugins")[0].GetProperty("breaker").GetString());
    }

    [Fact]
    public async Task Whoever_calls_an_open_endpoint_too_often_waits_and_the_others_are_served()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            Settings = new Dictionary<string, string?> { ["Crm:RateLimits:OpenEndpoints:Burst"] = "3", ["Crm:RateLimits:OpenEndpoints:PerSecond"] = "1" },
        });
        await host.MustInstallAsync(hook.One);
        for (var i = 0; i < 3; i++) Assert.Equal("one a", await TextAsync(host, "files/a", ""));
        using var refused = await SendAsync(host, HttpMethod.Get, "files/a", "");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_LIMITED"), await ProblemAsync(refused));
        Assert.Equal("client False", await TextAsync(host, "me", await host.CreateKeyAsync("hook:read")));
    }

    [Fact]
    public async Task An_endpoint_without_a_policy_or_outside_of_its_path_keeps_its_plugin_out()
    {
        await using var host = await CrmTestHost.StartAsync();
        (string Mapping, string Message)[] bad =
        [
            ("""MapGet("x", (request, ct) => null!)""", "doesn't say who may call it"),
            ("""MapGet("x", [AllowAnonymous, AllowUnauthenticated] (request, ct) => null!)""", "or says it twice"),
            ("""MapGet("../x", [AllowAnonymous] (request, ct) => null!)""", "a pattern that can't be read"),
            ("""MapGet("/x", [AllowAnonymous] (request, ct) => null!)""", "a pattern that can't be read"),
            ("""Map("get", "x", [AllowAnonymous] (request, ct) => null!)""", "a method that is none"),
        ];
        foreach (var (mapping, message) in bad)
            Assert.Contains(message, await host.InstallAsync(Make("0.1.0",
                "public sealed class Hook : CrmPlugin { public override void MapEndpoints(PluginEndpoints endpoints) => endpoints." + mapping + "; }")).ErrorAsync());
    }

    static async Task<(HttpStatusCode Status, string? Code)> ProblemAsync(CrmTestHost host, string path, string? credential = "") =>
        await ProblemAsync(await SendAsync(host, HttpMethod.Get, path, credential));

    static async Task<(HttpStatusCode Status, string? Code)> ProblemAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(Id, problem.GetProperty("plugin").GetString());
            Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
            return (response.StatusCode, problem.GetProperty("code").GetString());
        }
    }

    static async Task<string> TextAsync(CrmTestHost host, string path, string? credential)
    {
        using var response = await SendAsync(host, HttpMethod.Get, path, credential);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <param name="credential">Empty: none. Null: the administrator's key.</param>
    static async Task<HttpResponseMessage> SendAsync(
        CrmTestHost host, HttpMethod method, string path, string? credential, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(method, $"/plugins/{Id}/{path}") { Content = body is null ? null : new ByteArrayContent(body) };
        if (credential != "") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential ?? host.AdminKey);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    static byte[] Make(string version, string source)
    {
        using var folder = new PluginsFolder();
        folder.Compile(Id, source, manifest => manifest["version"] = (JsonNode)version);
        return folder.Pack(Id);
    }
}
