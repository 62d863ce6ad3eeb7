using Crm.Headless.Server.Cli;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("shema", "There is no command \"shema\". Did you mean \"schema\"?")]
    [InlineData("qwertz", "There is no command \"qwertz\".")]
    [InlineData("key", "needs a further word: crm key reset")]
    [InlineData("key rest", "needs a further word: crm key reset")]
    [InlineData("serve --dmeo", "has no option --dmeo. Did you mean \"--demo\"?")]
    [InlineData("serve --demo=yes", "--demo takes no value")]
    [InlineData("serve now", "doesn't know what to do with \"now\"")]
    [InlineData("backup", "needs FILE")]
    [InlineData("schema --out", "--out needs a value")]
    public async Task A_wrong_command_line_is_refused_with_what_would_be_right(string line, string expected)
    {
        var (code, _, error) = await RunAsync(line.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(expected, error);
        Assert.Contains("crm --help", error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_lists_every_command(string word)
    {
        var (code, output, _) = await RunAsync(word);
        Assert.Equal(0, code);
        Assert.All(CommandList.All, command => Assert.Contains(command.Summary, output));
    }

    [Fact]
    public async Task Every_command_has_help_of_its_own()
    {
        foreach (var command in CommandList.All)
        {
            var (code, output, _) = await RunAsync([.. command.Name.Split(' '), "--help"]);
            Assert.Equal(0, code);
            Assert.Contains($"Usage: crm {command.Name}", output);
            Assert.All(command.Options, option => Assert.Contains(option.Description, output));
        }
    }

    [Fact]
    public async Task A_word_that_several_commands_begin_with_has_the_help_of_them_all()
    {
        var (code, output, _) = await RunAsync("events", "--help");
        Assert.Equal(0, code);
        Assert.Contains("Usage: crm events list", output);
        Assert.Contains("Usage: crm events retry", output);
        Assert.DoesNotContain("Usage: crm import", output);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task The_version_can_be_asked_for(string word)
    {
        var (code, output, _) = await RunAsync(word);
        Assert.Equal(0, code);
        Assert.StartsWith("Crm.Headless 0.", output);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Migrate_says_what_it_did(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (code, first, _) = await RunAsync(["migrate", .. Settings(database)]);
        Assert.Equal(0, code);
        Assert.Contains("_core_initial", first);
        Assert.Contains("up to date", (await RunAsync(["migrate", .. Settings(database)])).Output);
    }

    [Fact]
    public async Task Schema_prints_SDL_and_nothing_else_and_leaves_the_database_alone()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var (code, output, _) = await RunAsync(["schema", .. Settings(database)]);
        Assert.Equal(0, code);
        Assert.Contains("type Query {", output);
        Assert.DoesNotContain("info:", output);
        Assert.DoesNotContain("up to date", (await RunAsync(["migrate", .. Settings(database)])).Output);
    }

    [Fact]
    public async Task Schema_can_be_written_to_a_file()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(Directory.CreateTempSubdirectory("crm-test-").FullName, "schema.graphql");
        var (code, output, _) = await RunAsync(["schema", "--out", file, .. Settings(database)]);
        Assert.Equal((0, ""), (code, output));
        Assert.Contains("type Query {", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Key_reset_prints_the_new_key_alone()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var (code, output, _) = await RunAsync(["key", "reset", .. Settings(database)]);
        Assert.Equal(0, code);
        Assert.Matches("^crm_admin_[A-Za-z0-9_-]{43}$", output.Trim());
    }

    [Theory]
    [InlineData("--Crm:Database:Provider=Oracle", "Oracle")]
    [InlineData("--ConnectionStrings:Crm=Host=127.0.0.1;Port=1;Username=crm;Database=crm", "PostgreSQL at 127.0.0.1:1")]
    public async Task A_database_that_cannot_be_used_is_explained(string setting, string expected)
    {
        var (code, _, error) = await RunAsync("migrate", setting);
        Assert.Equal(1, code);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_explained()
    {
        await using var host = await CrmTestHost.StartAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var (code, _, error) = await RunAsync(["serve", "--urls", host.Address.ToString(), .. Settings(database)]);
        Assert.Equal(1, code);
        Assert.Contains("already in use", error);
        Assert.Contains("ASPNETCORE_URLS", error);
    }

    [Fact]
    public async Task A_first_start_that_fails_leaves_the_key_to_the_next()
    {
        await using var host = await CrmTestHost.StartAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        Assert.Equal(1, (await RunAsync(["serve", "--urls", host.Address.ToString(), .. Settings(database)])).Code);

        using var stop = new CancellationTokenSource();
        var output = new SignallingWriter("Admin key  crm_admin_");
        string[] again = ["serve", "--urls", "http://127.0.0.1:0", .. Settings(database)];
        var serving = CommandLine.RunAsync(again, output, TextWriter.Null, stop.Token);
        await Task.WhenAny(output.Written, serving);
        await stop.CancelAsync();
        await serving;
        Assert.True(output.Written.IsCompleted, output.ToString());
    }

    [Fact]
    public async Task What_is_stopped_says_so_and_ends_with_130()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var error = new StringWriter();
        var stopped = new CancellationToken(canceled: true);
        var code = await CommandLine.RunAsync(["migrate", .. Settings(database)], TextWriter.Null, error, stopped);
        Assert.Equal((130, "Stopped."), (code, error.ToString().Trim()));
    }

    [Theory]
    [InlineData("http://*:5080", "http://localhost:5080")]
    [InlineData("http://+:5080", "http://localhost:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("https://0.0.0.0:443/crm", "https://localhost:443/crm")]
    [InlineData("http://crm.example:8080", "http://crm.example:8080")]
    public void A_server_that_listens_everywhere_is_shown_as_localhost(string url, string shown) =>
        Assert.Equal(shown, Welcome.Reachable(url));

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_explained()
    {
        var file = Path.GetTempFileName();
        var (code, _, error) = await RunAsync("migrate", $"--Crm:DataFolder={Path.Combine(file, "data")}");
        Assert.Equal(1, code);
        Assert.Contains("Crm:DataFolder", error);
    }

    internal static string NoPlugins { get; } = $"--Crm:Plugins:Folder={Path.Combine(Path.GetTempPath(), "crm-test-no-plugins")}";

    internal static string[] Settings(TestDatabase database) =>
    [
        $"--Crm:Database:Provider={database.Kind}", $"--ConnectionStrings:Crm={database.ConnectionString}",
        "--Crm:Security:DataKeys:0:Id=test", $"--Crm:Security:DataKeys:0:Key={database.DataKey}",
        NoPlugins,
    ];

    /// <summary>Tells when a text was written.</summary>
    sealed class SignallingWriter(string text) : StringWriter
    {
        readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value?.Contains(text) == true) _written.TrySetResult();
        }
    }

    internal static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(args, output, error, default);
        return (code, output.ToString(), error.ToString());
    }
}
