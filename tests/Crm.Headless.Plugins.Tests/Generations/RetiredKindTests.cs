using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary>What was recorded with a plugin's kind outlives the plugin.</summary>
public sealed class RetiredKindTests : IDisposable
{
    const string Kinds = """
        public sealed class AcmePlugin : CrmPlugin;
        [EnumType<InteractionKind>] public static class AcmeKinds
        {
            public static InteractionKind AcmeCheckin { get; } = new("ACME_CHECKIN");
            public static InteractionKind AcmeNever { get; } = new("ACME_NEVER");
        }
        """;

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Its_interactions_are_still_read_and_filtered(DatabaseKind database)
    {
        await using var host = await StartWithoutPluginAsync(database);
        var data = await host.QueryAsync("""{ interactions(where: { kind: { eq: ACME_CHECKIN } }) { nodes { kind subject } } }""");
        var checkin = Assert.Single(data.GetProperty("interactions").GetProperty("nodes").EnumerateArray());
        Assert.Equal("""{"kind":"ACME_CHECKIN","subject":"first"}""", checkin.GetRawText());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_schema_keeps_those_that_are_used_as_deprecated_and_says_why(DatabaseKind database)
    {
        await using var host = await StartWithoutPluginAsync(database);
        var deprecated = (await KindsAsync(host)).Where(kind => kind.GetProperty("isDeprecated").GetBoolean());
        var kind = Assert.Single(deprecated);
        Assert.Equal("ACME_CHECKIN", kind.GetProperty("name").GetString());
        Assert.StartsWith("The plugin that brought this kind takes no part any more.", kind.GetProperty("deprecationReason").GetString());
    }

    [Fact]
    public async Task Nothing_new_is_recorded_with_it()
    {
        await using var host = await StartWithoutPluginAsync(DatabaseKind.Sqlite);
        var error = Assert.Single((await RecordAsync(host, "second")).GetProperty("errors").EnumerateArray());
        Assert.Equal("RetiredKindError", error.GetProperty("__typename").GetString());
        Assert.Contains("input.kind: The plugin that brought the kind ACME_CHECKIN takes no part any more", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task What_is_recorded_again_is_found()
    {
        await using var host = await StartWithoutPluginAsync(DatabaseKind.Sqlite);
        Assert.Equal("first", (await RecordAsync(host, "first")).GetProperty("interaction").GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_correction_keeps_it()
    {
        await using var host = await StartWithoutPluginAsync(DatabaseKind.Sqlite);
        var id = (await RecordAsync(host, "first")).GetProperty("interaction").GetProperty("id").GetString();
        var data = await host.QueryAsync("""
            mutation($id: ID!) { correctInteraction(input: { id: $id, reason: "typing error", kind: ACME_CHECKIN, subject: "1st" }) {
              interaction { kind subject } } }
            """, new { id });
        Assert.Equal("""{"kind":"ACME_CHECKIN","subject":"1st"}""", data.GetProperty("correctInteraction").GetProperty("interaction").GetRawText());
    }

    [Fact]
    public async Task With_the_plugin_back_it_is_a_kind_like_any_other()
    {
        await using var host = await StartWithoutPluginAsync(DatabaseKind.Sqlite);
        _plugins.Compile("one.acme", Kinds);
        await host.RestartAsync();
        Assert.DoesNotContain(await KindsAsync(host), kind => kind.GetProperty("isDeprecated").GetBoolean());
        Assert.Equal("second", (await RecordAsync(host, "second")).GetProperty("interaction").GetProperty("subject").GetString());
    }

    async Task<CrmTestHost> StartWithoutPluginAsync(DatabaseKind database)
    {
        _plugins.Compile("one.acme", Kinds);
        var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = database, PluginsFolder = _plugins.Root });
        await RecordAsync(host, "first");
        _plugins.Remove("one.acme");
        await host.RestartAsync();
        return host;
    }

    /// <summary>Each subject is one interaction, however often it is recorded.</summary>
    static async Task<JsonElement> RecordAsync(CrmTestHost host, string subject)
    {
        var data = await host.QueryAsync("""
            mutation($subject: String!) {
              upsertAccounts(input: { accounts: [{ name: "Acme", source: "shop", externalId: "a" }] }) { created }
              recordInteraction(input: { kind: ACME_CHECKIN, subject: $subject, source: "shop", externalId: $subject, account: { externalId: { source: "shop", value: "a" } } }) {
                interaction { id subject }
                errors { __typename ... on Error { message } } } }
            """, new { subject });
        return data.GetProperty("recordInteraction");
    }

    static async Task<IReadOnlyList<JsonElement>> KindsAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync(
            """{ __type(name: "InteractionKind") { enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } } }""");
        return [.. data.GetProperty("__type").GetProperty("enumValues").EnumerateArray()];
    }
}
