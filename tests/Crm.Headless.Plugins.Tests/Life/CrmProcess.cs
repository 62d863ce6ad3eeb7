using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>A server in a process of its own, which can be killed.</summary>
sealed class CrmProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly DirectoryInfo _folder;

    CrmProcess(Process process, DirectoryInfo folder) => (_process, _folder) = (process, folder);

    public const string Key = "crm_admin_0123456789abcdef0123456789abcdef";

    public HttpClient Client { get; private set; } = null!;

    public int ProcessId => _process.Id;

    /// <param name="settings">More of them, such as <c>--Crm:Plugins:AutoEnable=true</c>; the later ones count.</param>
    public static async Task<CrmProcess> StartAsync(TestDatabase database, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("crm-test-process-");
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "crm.dll"), "--urls=http://127.0.0.1:0", $"--Crm:DataFolder={folder.FullName}",
            $"--Crm:Plugins:Folder={folder.FullName}/plugins", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
            $"--Crm:Database:Provider={database.Kind}", "--Crm:Plugins:WarmUp=false", .. settings,
        ])
        { RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__Crm"] = database.ConnectionString;
        start.Environment["Crm__AdminKey"] = Key;
        start.Environment["Crm__Security__DataKeys__0__Id"] = "test";
        start.Environment["Crm__Security__DataKeys__0__Key"] = database.DataKey;
        var server = new CrmProcess(Process.Start(start)!, folder);
        server.Client = new HttpClient { BaseAddress = await server.AddressAsync() };
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        _ = server._process.StandardOutput.ReadToEndAsync(); // so that it never waits for its console
        return server;
    }

    public async Task<JsonElement> QueryAsync(string document, object? variables = null)
    {
        using var response = await Client.PostAsJsonAsync("/graphql", new { query = document, variables });
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return json.TryGetProperty("errors", out _) ? throw new InvalidOperationException(json.ToString()) : json.GetProperty("data");
    }

    public async Task<string> UploadAsync(byte[] package)
    {
        using var response = await Client.PostAsync("/plugins", new ByteArrayContent(package));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("hash").GetString()!;
    }

    public async Task<JsonElement> InstallAsync(byte[] package) => (await QueryAsync(
        "mutation($input: PluginInstallInput!) { pluginInstall(input: $input) { pluginOperation { status } errors { ... on Error { message } } } }",
        new { input = new { hash = await UploadAsync(package) } })).GetProperty("pluginInstall");

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await KillAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    async Task<Uri> AddressAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and var at) return new(line[at..].Split('/')[0] + "//" + line[at..].Split('/')[2].Split(' ')[0]);
        throw new InvalidOperationException("The server ended before it listened.");
    }
}
