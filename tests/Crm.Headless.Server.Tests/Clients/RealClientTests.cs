using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Cli;

namespace Crm.Headless.Tests.Clients;

/// <summary>Clients and tools that nobody here wrote, against the started server.</summary>
public sealed class RealClientTests
{
    [NodeFact]
    public async Task The_audit_of_graphql_http_finds_nothing()
    {
        await using var host = await CrmTestHost.StartAsync();
        var report = await ClientPackages.RunAsync("audit.mjs", Endpoint(host), host.AdminKey);
        var counts = JsonDocument.Parse(report.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        Assert.True(counts.GetProperty("total").GetInt32() > 50, report);
        Assert.True(counts.GetProperty("total").GetInt32() == counts.GetProperty("ok").GetInt32(), report);
    }

    [NodeFact]
    public async Task Apollo_Client_graphql_ws_and_graphql_sse_are_served()
    {
        await using var host = await CrmTestHost.StartAsync();
        var seen = JsonDocument.Parse(await ClientPackages.RunAsync("apollo.mjs", Endpoint(host), host.AdminKey)).RootElement;
        Assert.Equal(0, seen.GetProperty("query").GetProperty("contacts").GetProperty("totalCount").GetInt32());
        Assert.Equal("Ada Lovelace", seen.GetProperty("mutation").GetProperty("contact").GetProperty("displayName").GetString());
        Assert.Equal("InvalidEmailError", seen.GetProperty("refusal").GetProperty("errors")[0].GetProperty("__typename").GetString());
        Assert.Equal("GRAPHQL_VALIDATION_FAILED", seen.GetProperty("error")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("""{"__typename":"Query"}""", seen.GetProperty("byHash").GetRawText());
        Assert.Equal("Grace Hopper", seen.GetProperty("overSocket").GetProperty("contactChanged").GetProperty("displayName").GetString());
        Assert.Equal("Grace Hopper", seen.GetProperty("overStream").GetProperty("contactChanged").GetProperty("displayName").GetString());
    }

    [NodeFact]
    public async Task Graphql_codegen_takes_the_exported_schema_and_tsc_what_it_makes_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("crm-test-codegen-").FullName;
        var schema = Path.Combine(folder, "schema.graphql");
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var (code, _, error) = await CommandLineTests.RunAsync(["schema", "--out", schema, .. CommandLineTests.Settings(database)]);
        Assert.True(code == 0, error);
        await ClientPackages.RunAsync("codegen.mjs", schema, folder);
        var files = new[] { Path.Combine(folder, "schema.ts"), Path.Combine(folder, "operations.ts") };
        Assert.Contains("export type Contact = ", await File.ReadAllTextAsync(files[0]));
        Assert.Contains("export type PluginsQuery = ", await File.ReadAllTextAsync(files[1]));
        await ClientPackages.RunAsync(Path.Combine("node_modules", "typescript", "bin", "tsc"), ["--strict", "--noEmit", "--target", "es2022", .. files]);
    }

    static string Endpoint(CrmTestHost host) => new Uri(host.Address, "/graphql").ToString();
}
