using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Testing;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Plugins.Tests.Life;

/// <summary>What somebody sees who builds a plugin into the folder of a running server.</summary>
public sealed class WatchedFolderTests : IDisposable
{
    const string Id = "acme.desk", Dll = "acme_desk.dll";

    const string Source = """
        public sealed class Desk : CrmPlugin
        {
            public override void ConfigureModel(ModelBuilder model) => model.Entity<DeskNote>().ToTable("desk_notes");
            public override void ConfigureServices(IServiceCollection services) { START; }
        }
        [VisibleToAll] public sealed class DeskNote { public Guid Id { get; set; } }
        [Migration("20260101000000_desk")] public sealed class DeskInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("desk_notes", table => new { id = table.Column<Guid>() },
                constraints: table => table.PrimaryKey("pk_desk_notes", row => row.id));
        }
        public sealed class DeskHandler(ICrmStore store) : IEventHandler<ContactChanged>
        {
            public Task HandleAsync(ContactChanged e, CancellationToken ct)
            {
                store.Add(new DeskNote { Id = Guid.NewGuid() });
                return Task.CompletedTask;
            }
        }
        [QueryType, AllowAnonymous] public static class DeskQueries
        {
            public static string? DeskBuild() => "BUILD";
            public static async Task<int?> DeskNotesAsync(ICrmStore store, CancellationToken ct) => await store.Query<DeskNote>().CountAsync(ct);
        }
        """;

    readonly PluginsFolder _folder = new();
    readonly Told _told = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_build_is_live_one_that_is_broken_leaves_the_one_before_and_a_folder_that_goes_takes_the_plugin_and_leaves_its_data()
    {
        Build("one");
        await using var host = await StartAsync();
        await host.QueryAsync("""mutation { createContact(input: { givenName: "Ana" }) { contact { id } } }""");
        await host.HandledAsync();
        Assert.Equal("one", await BuildOfAsync(host));

        Build("two");
        await UntilAsync(host, async () => await BuildOfAsync(host) == "two");

        Build("three", "throw new InvalidOperationException(\"no start\")");
        await UntilAsync(host, async () => (await MessageAsync(host))?.Contains("no start") == true);
        Assert.Equal(("two", "ENABLED"), (await BuildOfAsync(host), await StatusAsync(host)));
        Assert.Contains("Version 1.0.0 goes on", await MessageAsync(host));
        Assert.Contains(_told.Errors, line => line.Contains(Id) && line.Contains("no start"));

        File.WriteAllText(Path.Combine(_folder.FolderOf(Id), "plugin.json"), "{ \"id\": ");
        await UntilAsync(host, async () => (await MessageAsync(host))?.Contains("plugin.json") == true);
        Assert.Equal("two", await BuildOfAsync(host));

        Build("four");
        await UntilAsync(host, async () => await BuildOfAsync(host) == "four");
        Assert.Null(await MessageAsync(host));

        _folder.Remove(Id);
        await UntilAsync(host, async () => await BuildOfAsync(host) is null);
        Assert.Equal("DISABLED", await StatusAsync(host));
        Assert.Contains("Its data is kept", await MessageAsync(host));

        Build("five");
        await UntilAsync(host, async () => await BuildOfAsync(host) == "five");
        Assert.Equal(1, (await host.QueryAsync("{ deskNotes }")).GetProperty("deskNotes").GetInt32());
    }

    [Fact]
    public async Task A_folder_whose_files_arrive_one_after_the_other_is_taken_when_all_are_there()
    {
        Build("one");
        var files = Directory.GetFiles(_folder.FolderOf(Id)).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes);
        _folder.Remove(Id);
        await using var host = await StartAsync();

        Directory.CreateDirectory(_folder.FolderOf(Id));
        await UntilAsync(host, async () => await StatusAsync(host) == "REFUSED");
        Write("plugin.json", files["plugin.json"]);
        await UntilAsync(host, async () => (await MessageAsync(host))?.Contains($"lacks its assembly {Dll}") == true);
        Write(Dll, files[Dll][..(files[Dll].Length / 2)]);
        await UntilAsync(host, async () => (await MessageAsync(host))?.Contains("damaged") == true);
        Write(Dll, files[Dll]);
        await UntilAsync(host, async () => await BuildOfAsync(host) == "one");
        Assert.Equal(("ENABLED", null), (await StatusAsync(host), await MessageAsync(host)));

        // The same when a build comes in the place of another one.
        Write(Dll, files[Dll][..(files[Dll].Length / 2)]);
        await UntilAsync(host, async () => (await MessageAsync(host))?.Contains("damaged") == true);
        Assert.Equal("one", await BuildOfAsync(host));
        Write(Dll, files[Dll]);
        await UntilAsync(host, async () => await MessageAsync(host) is null);
    }

    void Build(string build, string start = "") => _folder.Compile(Id, Source.Replace("BUILD", build).Replace("START", start));

    void Write(string file, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FolderOf(Id), file), bytes);

    Task<CrmTestHost> StartAsync() => CrmTestHost.StartAsync(new CrmTestOptions
    {
        PluginsFolder = _folder.Root,
        Settings = new Dictionary<string, string?> { ["Crm:Plugins:Watch"] = "true" },
        Configure = builder => builder.Logging.AddProvider(_told),
    });

    /// <summary>Null: it isn't there.</summary>
    static async Task<string?> BuildOfAsync(CrmTestHost host)
    {
        var response = await host.SendAsync("{ deskBuild }");
        return response.Errors.Count > 0 ? null : response.Data.GetProperty("deskBuild").GetString();
    }

    static async Task<string?> StatusAsync(CrmTestHost host) => (await PluginAsync(host)) is { ValueKind: JsonValueKind.Object } plugin ? plugin.GetProperty("status").GetString() : null;

    static async Task<string?> MessageAsync(CrmTestHost host) => (await PluginAsync(host)) is { ValueKind: JsonValueKind.Object } plugin ? plugin.GetProperty("message").GetString() : null;

    static Task<JsonElement> PluginAsync(CrmTestHost host) => host.PluginAsync(Id);

    static async Task UntilAsync(CrmTestHost host, Func<Task<bool>> holds)
    {
        for (var attempt = 0; !await holds(); attempt++)
        {
            Assert.True(attempt < 400, $"It has not come about: {await PluginAsync(host)}");
            await Task.Delay(50);
        }
    }

    /// <summary>What the console shows.</summary>
    sealed class Told : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Errors.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
