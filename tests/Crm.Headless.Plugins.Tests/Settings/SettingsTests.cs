using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.Settings;

/// <summary>What an administrator sets of a plugin: checked by its annotations before it counts, secrets never seen again.</summary>
public sealed class SettingsTests : IDisposable
{
    const string Source = """
        public sealed class Greet : CrmPlugin;
        [PluginSettings] public sealed class GreetSettings
        {
            [System.ComponentModel.DataAnnotations.Required, System.ComponentModel.DataAnnotations.MaxLength(10)] public string Word { get; init; } = "";
            [System.ComponentModel.DataAnnotations.Range(1, 5)] public int Times { get; init; } = 1;
            public bool Loud { get; init; }
            [Secret] public string? ApiKey { get; init; }
        }
        [QueryType, AllowAnonymous] public static class GreetQueries
        {
            public static string? Greet(GreetSettings settings) => $"{settings.Word} {settings.Times} {settings.Loud} {settings.ApiKey?.Length}";
        }
        """;

    readonly PluginsFolder _plugins = new();

    public SettingsTests() => _plugins.Compile("acme.greet", Source, manifest => manifest["settings"] = JsonNode.Parse("""
        { "type": "object", "required": ["word"], "properties": {
            "word": { "type": "string", "maxLength": 10 }, "times": { "type": "integer", "default": 1 }, "loud": { "type": "boolean" },
            "apiKey": { "type": ["string", "null"], "x-secret": true } } }
        """));

    public void Dispose() => _plugins.Dispose();

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Settings_are_checked_before_they_count_and_secrets_are_stored_encrypted_and_never_shown(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, PluginsFolder = _plugins.Root });
        var plugin = (await host.QueryAsync("{ plugins { status message } }")).GetProperty("plugins")[0];
        Assert.NotEqual("ENABLED", plugin.GetProperty("status").GetString());
        Assert.Contains("word: The Word field is required", plugin.GetProperty("message").GetString());

        Assert.Contains("did you mean \"word\"", await UpdateAsync(host, new { wrod = "hi" }), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("times: The field Times must be between 1 and 5", await UpdateAsync(host, new { word = "hi", times = 9 }));
        Assert.Contains("times can't be read", await UpdateAsync(host, new { word = "hi", times = "many" }));
        Assert.Null(await UpdateAsync(host, new Dictionary<string, string> { ["word"] = "hi", ["APIkey"] = "canary-secret" }));
        Assert.Equal("hi 1 False 13", await GreetAsync(host));
        Assert.Null(await UpdateAsync(host, new { times = 3 }));
        Assert.Equal("hi 3 False 13", await GreetAsync(host));
        Assert.Contains("is at version 2", await UpdateAsync(host, new { times = 4 }, version: 1));

        var shown = await host.QueryAsync("{ plugins { settings { schema values secrets version } } pluginOperations { message } auditEntries(first: 50) { nodes { detail } } }");
        Assert.DoesNotContain("canary-secret", shown.ToString());
        var settings = shown.GetProperty("plugins")[0].GetProperty("settings");
        Assert.Equal("""{"word":"hi","times":3}""", JsonSerializer.Serialize(settings.GetProperty("values")));
        Assert.Equal("apiKey", settings.GetProperty("secrets")[0].GetString());
        Assert.Equal(2, settings.GetProperty("version").GetInt32());
        Assert.DoesNotContain("canary-secret", await StoredAsync(host));

        await host.RestartAsync();
        Assert.Equal("hi 3 False 13", await GreetAsync(host));
        Assert.Null(await UpdateAsync(host, new { apiKey = (string?)null }));
        Assert.Equal("hi 3 False ", await GreetAsync(host));
    }

    [Fact]
    public async Task The_servers_own_configuration_stands_above_what_is_stored()
    {
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions
        {
            PluginsFolder = _plugins.Root,
            Settings = new Dictionary<string, string?>
            {
                ["Crm:Plugins:Settings:acme.greet:Word"] = "yo",
                ["Crm:Plugins:Settings:acme.greet:Times"] = "2",
                ["Crm:Plugins:Settings:acme.greet:Loud"] = "true",
            },
        });
        Assert.Equal("yo 2 True ", await GreetAsync(host));
    }

    /// <summary>The error; null when there is none.</summary>
    static async Task<string?> UpdateAsync(CrmTestHost host, object values, int? version = null)
    {
        var data = await host.QueryAsync(
            "mutation($input: PluginSettingsUpdateInput!) { pluginSettingsUpdate(input: $input) { pluginOperation { status } errors { ... on Error { message } } } }",
            new { input = new { id = "acme.greet", values, version } });
        var errors = data.GetProperty("pluginSettingsUpdate").GetProperty("errors");
        return errors.ValueKind == JsonValueKind.Array ? errors[0].GetProperty("message").GetString() : null;
    }

    static async Task<string?> GreetAsync(CrmTestHost host) => (await host.QueryAsync("{ greet }")).GetProperty("greet").GetString();

    static async Task<string> StoredAsync(CrmTestHost host)
    {
        await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM plugin_settings";
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
            reader.GetValue(i) is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : reader.GetValue(i).ToString()));
    }
}
