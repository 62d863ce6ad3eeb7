using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Server.Cli;
using Crm.Headless.Testing;

namespace Crm.Headless.Plugins.Tests.Generations;

/// <summary><c>crm migrate</c> with plugins in their folder.</summary>
public sealed class MigrateCommandTests : IDisposable
{
    const string Shelves = """
        public sealed class Shelves : CrmPlugin { }
        [Migration("20260101000000_shelves")] public sealed class ShelvesInitial : Migration
        {
            protected override void Up(MigrationBuilder m) => m.CreateTable("TABLE",
                table => new { id = table.Column<Guid>() }, constraints: table => table.PrimaryKey("pk_shelves", row => row.id));
        }
        """;

    readonly PluginsFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task The_plugins_migrations_are_applied_too_and_named()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _plugins.Compile("acme.shelves", Shelves.Replace("TABLE", "shelves_items"));
        var (code, output, _) = await MigrateAsync(database);
        Assert.Equal(0, code);
        Assert.Contains("_core_initial", output);
        Assert.Contains("applied acme.shelves 20260101000000_shelves", output);
        Assert.Contains("up to date", (await MigrateAsync(database)).Output);
    }

    [Fact]
    public async Task A_plugin_that_cannot_take_part_is_named_and_fails_the_command()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _plugins.Compile("acme.shelves", Shelves.Replace("TABLE", "contacts"));
        var (code, _, error) = await MigrateAsync(database);
        Assert.Equal(1, code);
        Assert.Contains("Plugin acme.shelves is left out", error);
    }

    async Task<(int Code, string Output, string Error)> MigrateAsync(TestDatabase database)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] args =
        [
            "migrate", $"--Crm:Database:Provider={database.Kind}", $"--ConnectionStrings:Crm={database.ConnectionString}",
            $"--Crm:Plugins:Folder={_plugins.Root}", "--Crm:Plugins:AutoEnable=true",
            "--Crm:Security:DataKeys:0:Id=test", $"--Crm:Security:DataKeys:0:Key={database.DataKey}",
        ];
        var code = await CommandLine.RunAsync(args, output, error, default);
        return (code, output.ToString(), error.ToString());
    }
}
