using Crm.Headless.Server.Http.Sockets;
using Crm.Headless.Server.Plugins.Endpoints;
using Crm.Headless.Server.Plugins.Exports;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Http;

/// <summary>What the endpoints need, and where they are.</summary>
internal static class HttpHosting
{
    public static IServiceCollection AddGraphQLHttp(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<GraphQLHttpOptions>(configuration.GetSection(GraphQLHttpOptions.Section))
        .Configure<RateLimitOptions>(configuration.GetSection(RateLimitOptions.Section))
        .AddSingleton<RateLimits>()
        .AddSingleton<AllowedOrigins>()
        .AddCors()
        .AddSingleton<RequestReader>()
        .AddSingleton<PersistedOperations>()
        .AddSingleton<OperationGate>()
        .AddSingleton<EventGate>()
        .AddSingleton<ConnectionLimit>()
        .AddSingleton<Subscriptions>()
        .AddSingleton<Operations>()
        .AddSingleton<SchemaDocuments>()
        .AddSingleton<ExplorerPage>()
        .AddSingleton<SocketEndpoint>()
        .AddSingleton<SchemaEndpoint>()
        .AddSingleton<PluginUpload>()
        .AddSingleton<PluginExportDownload>()
        .AddSingleton<EndpointDispatch>()
        .AddSingleton<GraphQLEndpoint>();

    public static void MapCrm(this WebApplication app)
    {
        app.UseMiddleware<FaultBoundary>();
        app.Use(SecureHeaders.AddAsync);
        app.Use(DeniedRequests.WatchAsync);
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.UseRouting();
        app.UseCors(app.Services.GetRequiredService<AllowedOrigins>().Configure);
        app.Map("/graphql", app.Services.GetRequiredService<GraphQLEndpoint>().HandleAsync);
        app.MapGet("/graphql/schema.graphql", app.Services.GetRequiredService<SchemaEndpoint>().HandleAsync);
        app.MapGet("/graphql/explorer/{file}", app.Services.GetRequiredService<ExplorerPage>().WriteFileAsync);
        app.MapGet("/graphql/plugins", app.Services.GetRequiredService<ExplorerPage>().WritePluginsAsync);
        app.MapPost("/plugins", app.Services.GetRequiredService<PluginUpload>().HandleAsync);
        app.MapGet(PluginExportDownload.Route, app.Services.GetRequiredService<PluginExportDownload>().HandleAsync);
        app.Map(EndpointDispatch.Route, app.Services.GetRequiredService<EndpointDispatch>().HandleAsync);
        app.MapGet("/", http => Redirect(http, "/graphql"));
        app.MapOAuth();
        app.MapHealth();
    }

    static Task Redirect(HttpContext http, string address)
    {
        http.Response.Redirect(address);
        return Task.CompletedTask;
    }
}
