using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Cli;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_while_the_server_runs_is_a_database_that_a_server_can_use()
    {
        await using var host = await CrmTestHost.StartAsync();
        var file = NewFile();
        var (code, output, _) = await CommandLineTests.RunAsync(["backup", file, .. CommandLineTests.Settings(host.Database)]);
        Assert.Equal(0, code);
        Assert.Contains(file, output);
        var (_, migrated, _) = await CommandLineTests.RunAsync(
            ["migrate", .. CommandLineTests.Settings(host.Database), $"--ConnectionStrings:Crm=Data Source={file}"]);
        Assert.Contains("up to date", migrated);
    }

    [Fact]
    public async Task A_backup_is_its_owner_s_alone_and_leaves_nothing_beside_it()
    {
        await using var host = await CrmTestHost.StartAsync();
        var file = NewFile();
        await CommandLineTests.RunAsync(["backup", file, .. CommandLineTests.Settings(host.Database)]);
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_no_file()
    {
        var file = NewFile();
        var missing = Path.Combine(Path.GetDirectoryName(file)!, "missing.db");
        var (code, _, error) = await CommandLineTests.RunAsync("backup", file, $"--ConnectionStrings:Crm=Data Source={missing}");
        Assert.Equal(1, code);
        Assert.Contains("There is no database", error);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file()
    {
        var file = NewFile();
        await File.WriteAllTextAsync(file, "precious");
        var (code, _, error) = await CommandLineTests.RunAsync("backup", file);
        Assert.Equal(1, code);
        Assert.Contains("exists already", error);
        Assert.Equal("precious", await File.ReadAllTextAsync(file));
    }

    [Theory, OnPostgreSql]
    public async Task A_backup_of_PostgreSQL_is_made_by_its_own_tool(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var file = NewFile();
        var (code, _, error) = await CommandLineTests.RunAsync(["backup", file, .. CommandLineTests.Settings(host.Database)]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("PGDMP"u8, File.ReadAllBytes(file).AsSpan(0, 5));
    }

    static string NewFile() => Path.Combine(Directory.CreateTempSubdirectory("crm-test-").FullName, "copy.db");
}
