using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>What a plugin kept, when it is removed with an export: in the database, for those who may, for a while.</summary>
public sealed class ExportTests
{
    const string Export = "export { plugin version rows size path completedAt expiresAt removedAt }";

    /// <summary>More than one piece, also when it is compressed.</summary>
    const int Many = 3_000;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_removed_plugin_kept_is_downloaded_from_every_node_until_it_is_deleted(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var node = await StartAsync(database);
        await using var other = await StartAsync(database);
        await node.MustInstallAsync(Shelf.One);
        await FillAsync(database, Many);
        var operation = await RemoveAsync(node);
        var export = operation.GetProperty("export");
        var path = export.GetProperty("path").GetString()!;
        Assert.Equal((Shelf.Id, "1.0.0", Many, JsonValueKind.Null), (export.GetProperty("plugin").GetString(), export.GetProperty("version").GetString(),
            export.GetProperty("rows").GetInt32(), export.GetProperty("removedAt").ValueKind));
        Assert.Contains($"({Many})", operation.GetProperty("message").GetString());
        Assert.Contains(path, operation.GetProperty("message").GetString());
        Assert.InRange(await database.ScalarAsync("SELECT count(*) FROM plugin_export_chunks"), 2, 100);
        Assert.InRange(await database.ScalarAsync("SELECT max(length(bytes)) FROM plugin_export_chunks"), 1, 256 * 1024);

        foreach (var host in new[] { node, other })
        {
            using var answer = await GetAsync(host, path, host.AdminKey);
            Assert.Equal((HttpStatusCode.OK, "application/zip", export.GetProperty("size").GetInt64()),
                (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentLength));
            Assert.Equal("acme.shelf-1.0.0.zip", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
            var row = RowsOf(await answer.Content.ReadAsByteArrayAsync())[41];
            Assert.Equal((36, 600), (row.GetProperty("contact_id").GetString()!.Length, row.GetProperty("note").GetString()!.Length));
        }
        Assert.Contains($"acme.shelf 1.0.0 ({path[^36..]})", await AuditAsync(other, "pluginExport"));
        Assert.Equal(path, (await other.QueryAsync("{ pluginExports { path } }")).GetProperty("pluginExports")[0].GetProperty("path").GetString());

        var deleted = await DeleteAsync(other, operation.GetProperty("id").GetString()!);
        Assert.NotEqual(JsonValueKind.Null, deleted.GetProperty("removedAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, deleted.GetProperty("path").ValueKind);
        Assert.Equal(0, await database.ScalarAsync("SELECT count(*) FROM plugin_export_chunks"));
        Assert.Contains("acme.shelf 1.0.0", await AuditAsync(node, "pluginExportDelete"));
        Assert.Equal("[]", (await node.QueryAsync("{ pluginExports { path } }")).GetProperty("pluginExports").ToString());
        var (status, message) = await RefusedAsync(node, path, node.AdminKey);
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("was deleted on", message);
    }

    [Fact]
    public async Task Nobody_gets_an_export_by_another_path_or_without_the_scope()
    {
        await using var host = await StartAsync(null);
        await host.MustInstallAsync(Shelf.One);
        var operation = await RemoveAsync(host);
        var path = operation.GetProperty("export").GetProperty("path").GetString()!;
        await host.MustInstallAsync(Thief());
        var (weak, strong) = (await host.CreateKeyAsync("contacts:read", "contacts:write", "audit:read"), await host.CreateKeyAsync("plugins:admin"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await RefusedAsync(host, path, "")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RefusedAsync(host, path, "crm_admin_0")).Status);
        var (status, message) = await RefusedAsync(host, path, weak);
        Assert.Equal((HttpStatusCode.Forbidden, true), (status, message.Contains("plugins:admin")));
        using (var answer = await GetAsync(host, path, strong)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        foreach (var document in new[] { "{ pluginExports { path } }", "{ pluginOperations { export { path } } }" })
            Assert.NotEmpty((await host.SendAsync(document, null, weak)).Errors);
        var denied = await host.SendAsync(
            "mutation($id: ID!) { pluginExportDelete(input: { id: $id }) { errors { __typename } } }", new { id = operation.GetProperty("id").GetString() }, weak);
        Assert.NotEmpty(denied.Errors);

        // Under its own path a plugin answers for itself, whatever comes behind it.
        var id = path[^36..];
        using (var own = await GetAsync(host, $"/plugins/acme.thief/exports/{id}", "")) Assert.Equal("mine", await own.Content.ReadAsStringAsync());
        foreach (var winding in new[] { $"/plugins/acme.thief/../exports/{id}", $"/plugins/acme.thief/%2e%2e/exports/{id}", $"/plugins//exports/../exports/{id}" })
            Assert.NotEqual(HttpStatusCode.OK, (await RefusedAsync(host, winding, weak)).Status);
        foreach (var nothing in new[]
        {
            "/plugins/exports/", "/plugins/exports/../../crm.db", "/plugins/exports/..%2f..%2fcrm.db", "/plugins/exports/%2e%2e%2fcrm.db",
            $"/plugins/exports/{id}/..%2f{id}", $"/plugins/exports/{id}.zip", $"/plugins/exports/{id[..^1]}'", $"/plugins/exports/{Guid.NewGuid()}",
        })
            Assert.Equal((nothing, HttpStatusCode.NotFound), (nothing, (await RefusedAsync(host, nothing, host.AdminKey)).Status));
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_export_is_gone_when_its_time_is_over(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StartAsync(database, "2");
        await host.MustInstallAsync(Shelf.One);
        var path = (await RemoveAsync(host)).GetProperty("export").GetProperty("path").GetString()!;
        host.Clock.Advance(TimeSpan.FromDays(1.9));
        using (var answer = await GetAsync(host, path, host.AdminKey)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        host.Clock.Advance(TimeSpan.FromDays(0.2));
        var (status, message) = await RefusedAsync(host, path, host.AdminKey);
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("was kept until", message);
        await host.RestartAsync();
        await Eventually.IsAsync(async () => await database.ScalarAsync("SELECT count(*) FROM plugin_export_chunks") == 0);
        Assert.Equal(HttpStatusCode.Gone, (await RefusedAsync(host, path, host.AdminKey)).Status);
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task The_command_line_removes_a_plugin_and_writes_what_it_kept_to_a_file(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await StartAsync(database);
        var folder = Directory.CreateTempSubdirectory("crm-test-export-");
        try
        {
            await host.MustInstallAsync(Shelf.One);
            await FillAsync(database, Many);
            var (file, again) = (Path.Combine(folder.FullName, "shelf.zip"), Path.Combine(folder.FullName, "again.zip"));
            string[] remove = ["plugin", "remove", Shelf.Id, "--accept", string.Join(',', await host.BreakingAsync(Shelf.Id, "REMOVE"))];

            await File.WriteAllTextAsync(file, "");
            Assert.Contains("exists already", await RunAsync(1, database, folder, [.. remove, "--export", file]));
            File.Delete(file);
            Assert.Contains("can't be written", await RunAsync(1, database, folder, [.. remove, "--export", Path.Combine(folder.FullName, "nowhere", "shelf.zip")]));
            Assert.Contains("exclude each other", await RunAsync(2, database, folder, [.. remove, "--export", file, "--data", "purge"]));
            Assert.Equal("ENABLED", (await host.PluginAsync()).GetProperty("status").GetString());

            var told = await RunAsync(0, database, folder, [.. remove, "--export", file]);
            Assert.Contains($"Wrote {file} (", told);
            Assert.Equal(Many, RowsOf(await File.ReadAllBytesAsync(file)).Count);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

            var operation = told[(told.IndexOf("exports/", StringComparison.Ordinal) + 8)..][..36];
            await RunAsync(0, database, folder, ["plugin", "export", operation, again]);
            Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(again));
            Assert.Contains("There is no export", await RunAsync(1, database, folder, ["plugin", "export", $"{Guid.Empty}", Path.Combine(folder.FullName, "none.zip")]));
            Assert.Equal(["again.zip", "shelf.zip"], folder.GetFiles("*zip*").Select(found => found.Name).Order());
            Assert.Contains("\"crm\"", await AuditAsync(host, "pluginExport"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, OnSqlite, OnPostgreSqlAtLength]
    public async Task A_server_that_is_killed_while_it_exports_goes_on_when_it_is_back_and_loses_nothing(DatabaseKind kind)
    {
        const int rows = 40_000;
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var server = await CrmProcess.StartAsync(database))
        {
            await server.InstallAsync(Shelf.One);
            await FillAsync(database, rows);
            var plan = await server.QueryAsync($$"""{ pluginPlan(input: { id: "{{Shelf.Id}}", kind: REMOVE }) { findings { id } } }""");
            var accept = plan.GetProperty("pluginPlan").GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString());
            _ = server.QueryAsync("mutation($input: PluginRemoveInput!) { pluginRemove(input: $input) { errors { __typename } } }",
                new { input = new { id = Shelf.Id, data = "EXPORT", accept } }).ContinueWith(_ => { }, TaskScheduler.Default);
            await Eventually.IsAsync(async () => await database.ScalarAsync("SELECT count(*) FROM plugin_export_chunks") > 0);
            await server.KillAsync();
        }
        Assert.Equal(1, await database.ScalarAsync("SELECT count(*) FROM plugin_exports WHERE completed_at IS NULL"));

        await using var back = await CrmProcess.StartAsync(database);
        var operation = (await back.QueryAsync($$"""{ pluginOperations { status message {{Export}} } }""")).GetProperty("pluginOperations")[0];
        Assert.Equal(("SUCCEEDED", rows), (operation.GetProperty("status").GetString(), operation.GetProperty("export").GetProperty("rows").GetInt32()));
        Assert.Equal(rows, RowsOf(await back.Client.GetByteArrayAsync(operation.GetProperty("export").GetProperty("path").GetString())).Count);
    }

    static Task<CrmTestHost> StartAsync(TestDatabase? database, string? days = null) => CrmTestHost.StartAsync(new CrmTestOptions
    {
        Database = database?.Kind ?? DatabaseKind.Sqlite,
        SharedDatabase = database,
        Settings = new Dictionary<string, string?> { ["Crm:Plugins:ExportRetentionDays"] = days },
    });

    /// <summary>Rows that hardly compress.</summary>
    static async Task FillAsync(TestDatabase database, int rows)
    {
        var isSqlite = database.Kind == DatabaseKind.Sqlite;
        var note = isSqlite ? "hex(randomblob(300))" : string.Join(" || ", Enumerable.Repeat("md5(random()::text)", 18)) + " || substr(md5(random()::text), 1, 24)";
        var (id, numbers) = isSqlite
            ? ("randomblob(16)", $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) ")
            : ("gen_random_uuid()", $"WITH n AS (SELECT generate_series(1, {rows}) AS i) ");
        await database.ScalarAsync($"{numbers}INSERT INTO shelf_items (id, contact_id, note) SELECT {id}, {id}, {note} FROM n");
        Assert.Equal(rows, await database.ScalarAsync("SELECT count(*) FROM shelf_items"));
    }

    /// <summary>The operation, with its export.</summary>
    static async Task<JsonElement> RemoveAsync(CrmTestHost host)
    {
        var data = await host.QueryAsync(
            $$"""mutation($input: PluginRemoveInput!) { pluginRemove(input: $input) { pluginOperation { id message {{Export}} } errors { ... on Error { message } } } }""",
            new { input = new { id = Shelf.Id, data = "EXPORT", accept = await host.BreakingAsync(Shelf.Id, "REMOVE") } });
        var payload = data.GetProperty("pluginRemove");
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return payload.GetProperty("pluginOperation");
    }

    static async Task<JsonElement> DeleteAsync(CrmTestHost host, string operation)
    {
        var data = await host.QueryAsync(
            "mutation($id: ID!) { pluginExportDelete(input: { id: $id }) { pluginExport { path removedAt } errors { ... on Error { message } } } }", new { id = operation });
        return data.GetProperty("pluginExportDelete").GetProperty("pluginExport");
    }

    static List<JsonElement> RowsOf(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var lines = new StreamReader(archive.GetEntry("shelf_items.jsonl")!.Open());
        return [.. lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    static async Task<string> AuditAsync(CrmTestHost host, string operation)
    {
        var entries = (await host.QueryAsync("{ auditEntries(first: 50) { nodes { kind actor operation detail } } }")).GetProperty("auditEntries").GetProperty("nodes");
        return string.Concat(entries.EnumerateArray().Where(entry => entry.GetProperty("operation").GetString() == operation));
    }

    static async Task<(HttpStatusCode Status, string Message)> RefusedAsync(CrmTestHost host, string path, string key)
    {
        using var answer = await GetAsync(host, path, key);
        Assert.NotEqual("application/zip", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The path goes out as it stands here. No key: nobody's.</summary>
    static async Task<HttpResponseMessage> GetAsync(CrmTestHost host, string path, string key)
    {
        using var client = new HttpClient();
        var address = new Uri($"{host.Address.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (key != "") request.Headers.Authorization = new("Bearer", key);
        return await client.SendAsync(request);
    }

    static async Task<string> RunAsync(int expected, TestDatabase database, DirectoryInfo folder, string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] settings =
        [
            $"--Crm:Database:Provider={database.Kind}", $"--ConnectionStrings:Crm={database.ConnectionString}", $"--Crm:DataFolder={folder.FullName}/data",
            $"--Crm:Plugins:Folder={folder.FullName}/plugins", "--Crm:Security:DataKeys:0:Id=test", $"--Crm:Security:DataKeys:0:Key={database.DataKey}",
        ];
        var code = await Server.Cli.CommandLine.RunAsync([.. args, .. settings], output, error, default);
        Assert.True(code == expected, $"{output}{error}");
        return output.ToString() + error;
    }

    static byte[] Thief()
    {
        using var folder = new PluginsFolder();
        folder.Compile("acme.thief", """
            public sealed class Thief : CrmPlugin
            {
                public override void MapEndpoints(PluginEndpoints endpoints) =>
                    endpoints.MapGet("exports/{id}", [AllowUnauthenticated] (request, ct) => Task.FromResult(EndpointResponse.Text("mine")));
            }
            """);
        return folder.Pack("acme.thief");
    }
}
