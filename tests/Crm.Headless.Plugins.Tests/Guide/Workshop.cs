using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Headless.Plugins.Tests.Loading;

namespace Crm.Headless.Plugins.Tests.Guide;

/// <summary>
/// An author's machine: a folder outside the repository, a shell, and the packages as they would come from a feed. What it installs
/// for itself it installs there.
/// </summary>
sealed class Workshop : IAsyncDisposable
{
    const string Done = "--done--";

    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    readonly string _folder = Directory.CreateTempSubdirectory("crm-test-workshop-").FullName;
    readonly HttpClient _client = new() { BaseAddress = new($"http://localhost:{FreePort()}") };
    readonly StringBuilder _said = new();
    readonly Process _shell;

    Workshop()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "feed"));
        Directory.CreateDirectory(Path.Combine(_folder, "work"));
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="workshop" value="feed" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        _shell = StartShell();
    }

    /// <summary>Where the reader's folder is.</summary>
    string Work => Path.Combine(_folder, "work");

    public static async Task<Workshop> OpenAsync()
    {
        var workshop = new Workshop();
        foreach (var project in new[] { "sdk/Crm.Headless.GraphQL.Abstractions", "sdk/Crm.Headless.Sdk", "sdk/Crm.Headless.Sdk.Testing", "sdk/templates", "core/Crm.Headless.Server" })
            await workshop.RunAsync($"dotnet pack '{Path.Combine(PluginsFolder.RepositoryRoot, project)}' --no-build -c {Configuration} -o ../feed -v quiet");
        return workshop;
    }

    public async Task DoAsync(GuideStep step)
    {
        switch (step)
        {
            case WriteFile file:
                await RunAsync($"mkdir -p \"$(dirname '{file.Path}')\" && cp '{Stash(file.Content)}' '{file.Path}'");
                break;
            case RunCommands run:
                await RunAsync(run.Commands.Replace("http://localhost:5080", _client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal));
                break;
            case SendQuery query:
                await ExpectAsync(query);
                break;
        }
    }

    /// <summary>Expects that two commands make the same folder, each in the place of <c>OUT</c>.</summary>
    public Task ExpectSameAsync(string one, string other) =>
        RunAsync($"{one.Replace("OUT", "../one", StringComparison.Ordinal)}\n{other.Replace("OUT", "../other", StringComparison.Ordinal)}\ndiff -r ../one ../other");

    /// <summary>Whether the packages came from the feed of this workshop, and not from somewhere that the machine knows.</summary>
    public bool Has(string package) => Directory.Exists(Path.Combine(_folder, "packages", package));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_shell.HasExited) await RunAsync("jobs -p | xargs -r kill; wait");
        _shell.Kill(entireProcessTree: true);
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    async Task RunAsync(string commands)
    {
        _said.Clear();
        await _shell.StandardInput.WriteLineAsync($"{{\n{commands.TrimEnd()}\n}} < /dev/null 2>&1\necho; echo {Done}");
        await _shell.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(Limit);
        while (await _shell.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == Done) return;
            _said.AppendLine(line);
        }
        await _shell.WaitForExitAsync(limit.Token);
        Assert.Fail($"{commands}\nfailed:\n{_said}");
    }

    /// <summary>Sends it until the answer is the one that the guide shows: what follows an event takes a moment.</summary>
    async Task ExpectAsync(SendQuery query)
    {
        var expected = JsonNode.Parse(query.Answer);
        JsonNode? answer = null;
        for (var tries = query.Document.StartsWith("mutation", StringComparison.Ordinal) ? 1 : 100; tries > 0; tries--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = query.Document }) };
            request.Headers.Authorization = new("Bearer", AdminKey);
            using var response = await _client.SendAsync(request);
            answer = await response.Content.ReadFromJsonAsync<JsonNode>();
            if (JsonNode.DeepEquals(expected, answer)) return;
            await Task.Delay(100);
        }
        Assert.Fail($"Line {query.Line}: {query.Document}\nanswered {answer?.ToJsonString()}\nand not {expected?.ToJsonString()}");
    }

    string Stash(string content)
    {
        var path = Path.Combine(_folder, "stash");
        File.WriteAllText(path, content);
        return path;
    }

    // It reads what is to be done from its input, and ends with the first command that fails.
    Process StartShell()
    {
        var start = new ProcessStartInfo("bash", ["-eo", "pipefail"])
        {
            WorkingDirectory = Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var home = Path.Combine(_folder, "home");
        start.Environment["DOTNET_CLI_HOME"] = home;
        start.Environment["PATH"] = $"{Path.Combine(home, ".dotnet", "tools")}:{start.Environment["PATH"]}";
        start.Environment["ASPNETCORE_URLS"] = _client.BaseAddress!.ToString();
        start.Environment["Crm__AdminKey"] = AdminKey;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        foreach (var forTests in new[] { "DOTNET_JITMinOpts", "DOTNET_gcConcurrent", "DOTNET_GCgen0size" }) start.Environment.Remove(forTests);
        return Process.Start(start)!;
    }

    string AdminKey { get; } = "crm_admin_" + Guid.NewGuid().ToString("N");

    static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
