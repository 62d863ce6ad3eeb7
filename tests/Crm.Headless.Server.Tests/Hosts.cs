using System.Text.Json;
using Crm.Headless.Testing;

namespace Crm.Headless.Server.Tests;

/// <summary>One host per database for the tests of a class: each test works with records of its own.</summary>
public sealed class Hosts : IAsyncLifetime
{
    readonly Dictionary<DatabaseKind, CrmTestHost> _hosts = [];

    public async Task<CrmTestHost> OnAsync(DatabaseKind kind) =>
        _hosts.TryGetValue(kind, out var host) ? host : _hosts[kind] = await CrmTestHost.StartAsync(kind);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }
}

static class MutationCalls
{
    /// <summary>What a mutation changed; it must succeed.</summary>
    /// <param name="name">Such as <c>createContact</c>.</param>
    /// <param name="selection">Of the payload's only field, such as <c>contact { id }</c>.</param>
    public static async Task<JsonElement> ChangeAsync(this CrmTestHost host, string name, object input, string selection)
    {
        var data = await host.QueryAsync(Document(name, $"{selection} errors {{ __typename ... on Error {{ message }} }}"), new { input });
        var payload = data.GetProperty(name);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return payload.EnumerateObject().First().Value;
    }

    /// <summary>The only error of a mutation; it must fail.</summary>
    /// <param name="selection">Of the error's own fields, such as <c>... on NotFoundError { type }</c>.</param>
    public static async Task<JsonElement> RefusedAsync(this CrmTestHost host, string name, object input, string selection = "")
    {
        var data = await host.QueryAsync(Document(name, $"errors {{ __typename ... on Error {{ message }} {selection} }}"), new { input });
        return Assert.Single(data.GetProperty(name).GetProperty("errors").EnumerateArray());
    }

    /// <summary>What a bulk mutation answers.</summary>
    public static async Task<JsonElement> BulkAsync(this CrmTestHost host, string name, object input, string selection) =>
        (await host.QueryAsync(Document(name, selection), new { input })).GetProperty(name);

    public static string Id(this JsonElement record) => record.GetProperty("id").GetString()!;

    public static string? Text(this JsonElement record, string field) => record.GetProperty(field).GetString();

    public static string TypeName(this JsonElement record) => record.GetProperty("__typename").GetString()!;

    public static IReadOnlyList<JsonElement> List(this JsonElement record, string field) => [.. record.GetProperty(field).EnumerateArray()];

    public static IReadOnlyList<JsonElement> Nodes(this JsonElement record, string field) => record.GetProperty(field).List("nodes");

    static string Document(string name, string selection) =>
        $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ {selection} }} }}";
}
