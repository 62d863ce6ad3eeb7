using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Server.InProcess;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Cli.Commands;

/// <summary>The API for commands: what a command does is checked and written down as if it came over HTTP.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly InProcessApi _api;

    ApiHost(WebApplication app) => (_app, _api) = (app, new(app.Services.GetRequiredService<Generations>(), client: "command line"));

    public static async Task<ApiHost> OpenAsync(CommandInput input, CancellationToken ct)
    {
        var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<PluginStart>().StartingAsync(ct);
        return new(app);
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>The data of a query.</summary>
    /// <exception cref="StartupException">It has errors.</exception>
    public Task<JsonElement> QueryAsync(string document, JsonObject variables, CancellationToken ct) => _api.RunAsync(document, variables, ct);

    /// <summary>The payload of a mutation that takes an input.</summary>
    /// <exception cref="StartupException">It was refused.</exception>
    public async Task<JsonElement> ChangeAsync(string mutation, JsonObject input, string selection, CancellationToken ct)
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var document = $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {selection} errors {{ ... on Error {{ message }} }} }} }}";
        var payload = (await _api.RunAsync(document, new() { ["input"] = input }, ct)).GetProperty(mutation);
        if (payload.GetProperty("errors") is not { ValueKind: JsonValueKind.Array } errors) return payload;
        throw new StartupException(string.Join(Environment.NewLine, errors.EnumerateArray().Select(error => error.GetProperty("message").GetString())));
    }

    /// <summary>All clients, by name.</summary>
    public async IAsyncEnumerable<JsonElement> ListAsync(string selection)
    {
        var document = $"query($after: String) {{ apiClients(first: 50, after: $after) {{ nodes {{ {selection} }} pageInfo {{ hasNextPage endCursor }} }} }}";
        for (string? after = null; ;)
        {
            var page = (await _api.RunAsync(document, new() { ["after"] = after }, CancellationToken.None)).GetProperty("apiClients");
            foreach (var client in page.GetProperty("nodes").EnumerateArray()) yield return client;
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()) yield break;
            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
    }

    /// <summary>The id of the client with this name.</summary>
    /// <exception cref="StartupException">There is none.</exception>
    public async Task<string> FindAsync(string name, CancellationToken ct)
    {
        var found = await _api.RunAsync(
            "query($name: String!) { apiClients(where: { name: { eq: $name } }) { nodes { id } } }", new() { ["name"] = name }, ct);
        var client = found.GetProperty("apiClients").GetProperty("nodes").EnumerateArray().FirstOrDefault();
        return client.ValueKind == JsonValueKind.Object
            ? client.GetProperty("id").GetString()!
            : throw new StartupException($"There is no API client \"{name}\". \"crm client list\" lists them.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
