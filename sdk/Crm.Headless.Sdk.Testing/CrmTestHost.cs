using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Server;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Testing;

/// <summary>
/// The real host, listening on a free port of the loopback address, on a database that is thrown away, with a clock to move. Tests
/// speak GraphQL to it, as clients do.
/// </summary>
public sealed class CrmTestHost : IAsyncDisposable
{
    readonly CrmTestOptions _options;
    readonly TestDatabase _database;
    readonly DirectoryInfo _dataFolder = Directory.CreateTempSubdirectory("crm-test-data-");
    WebApplication? _app;

    CrmTestHost(CrmTestOptions options, TestDatabase database) => (_options, _database) = (options, database);

    /// <summary>The administrator's key.</summary>
    public string AdminKey { get; } = "crm_admin_" + Guid.NewGuid().ToString("N");

    /// <summary>The host's clock.</summary>
    public TestClock Clock { get; } = new();

    /// <summary>Where the host listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A client that carries the administrator's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The host's services, for what can't be seen from outside.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>For a second look at the database.</summary>
    public TestDatabase Database => _database;

    /// <summary>Starts a host.</summary>
    /// <exception cref="InvalidOperationException">A plugin that the test project refers to doesn't take part; the message says why.</exception>
    public static async Task<CrmTestHost> StartAsync(CrmTestOptions? options = null)
    {
        options ??= new();
        var host = new CrmTestHost(options, options.SharedDatabase ?? await TestDatabase.CreateMigratedAsync(options.Database));
        try
        {
            await host.StartAsync();
            if (options.PluginsFolder is null && CrmTestOptions.PluginsUnderTest is not null) await host.ExpectPluginsAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a host on this database.</summary>
    public static Task<CrmTestHost> StartAsync(DatabaseKind database) => StartAsync(new CrmTestOptions { Database = database });

    /// <summary>Stops the host and starts it again on the same database.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>The data of an operation that must succeed.</summary>
    /// <exception cref="InvalidOperationException">The answer has errors.</exception>
    public async Task<JsonElement> QueryAsync(string document, object? variables = null)
    {
        var response = await SendAsync(document, variables);
        return response.Errors.Count == 0 ? response.Data : throw new InvalidOperationException(response.ToString());
    }

    /// <summary>Whatever the server answers to an operation.</summary>
    /// <param name="document">The operation.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="credential">The key or token to send; null: the administrator's key.</param>
    public Task<GraphQLResponse> SendAsync(string document, object? variables = null, string? credential = null) => SendAsync(document, variables, credential, []);

    internal Task<GraphQLResponse> SendAsync(string document, KeyValuePair<string, string>[] headers) => SendAsync(document, null, null, headers);

    async Task<GraphQLResponse> SendAsync(string document, object? variables, string? credential, KeyValuePair<string, string>[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document, variables }) };
        if (credential is not null) request.Headers.Authorization = new("Bearer", credential);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await Client.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The key of a new API client that has these scopes.</summary>
    /// <exception cref="InvalidOperationException">It can't be made.</exception>
    public async Task<string> CreateKeyAsync(params string[] scopes)
    {
        var data = await QueryAsync(
            "mutation($input: CreateApiClientInput!) { createApiClient(input: $input) { key errors { ... on Error { message } } } }",
            new { input = new { name = $"client {Guid.NewGuid():N}", scopes } });
        var key = data.GetProperty("createApiClient").GetProperty("key");
        return key.GetString() ?? throw new InvalidOperationException(data.ToString());
    }

    /// <summary>Returns when every event handler has dealt with all that was committed before.</summary>
    /// <param name="ct">For how long to wait; without it five minutes.</param>
    /// <exception cref="InvalidOperationException">A handler failed; the message says which and why.</exception>
    /// <exception cref="OperationCanceledException">There was still something to do.</exception>
    public async Task HandledAsync(CancellationToken ct = default)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var parked = await Services.GetRequiredService<DispatcherProgress>().WaitUntilHandledAsync(ct.CanBeCanceled ? ct : limit.Token);
        if (parked.Count > 0)
            throw new InvalidOperationException(string.Join('\n', parked.Select(lane => $"{lane.Handler} failed on event {lane.Sequence}: {lane.LastError}")));
    }

    /// <summary>Stops the host, with what it does in the background, and drops its database.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_options.SharedDatabase is null) await _database.DisposeAsync();
        _dataFolder.Delete(recursive: true);
    }

    async Task StartAsync()
    {
        _app = CrmHost.Create([], Configure);
        await _app.StartAsync();
        Address = new(_app.Urls.First());
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
        Client.DefaultRequestHeaders.Accept.Add(new("application/graphql-response+json"));
    }

    async Task ExpectPluginsAsync()
    {
        var plugins = (await QueryAsync("{ plugins { id status message } }")).GetProperty("plugins").EnumerateArray();
        var refused = plugins.Where(plugin => plugin.GetProperty("message").ValueKind == JsonValueKind.String).ToList();
        if (refused.Count > 0) throw new InvalidOperationException(string.Join('\n', refused.Select(plugin => plugin.GetProperty("message").GetString())));
    }

    void Configure(WebApplicationBuilder builder)
    {
        // A host that lives for a test compiles what the test asks for, and nothing else.
        builder.Configuration.AddInMemoryCollection(
        [
            new("Crm:Faults:ShowMessages", "true"), new("Crm:Plugins:AutoEnable", "true"), new(PluginSettings.WarmUpSetting, "false"),
            new("Crm:Database:Synchronous", "Normal"), // What is thrown away needs no power cut to be survived.
        ]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(_options.Settings)
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Crm:AdminKey"] = AdminKey,
            ["Crm:DataFolder"] = _dataFolder.FullName,
            ["Crm:Security:DataKeys:0:Id"] = "test",
            ["Crm:Security:DataKeys:0:Key"] = _database.DataKey,
            ["Crm:Plugins:Folder"] = _options.PluginsFolder ?? CrmTestOptions.PluginsUnderTest ?? Path.Combine(_dataFolder.FullName, "plugins"),
            ["Crm:Database:Provider"] = _database.Kind.ToString(),
            ["ConnectionStrings:Crm"] = _database.ConnectionString,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        _options.Configure?.Invoke(builder);
    }

    async Task StopAsync()
    {
        Client?.Dispose();
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
