using Crm.Headless.Server;
using Crm.Headless.Server.Security.DataKeys;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

public sealed class DataKeyStartTests
{
    static readonly string One = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    static readonly string Two = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Fact]
    public async Task The_first_start_makes_a_file_that_nobody_else_can_read()
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        await using var host = await hosts.StartAsync();
        Assert.True(File.Exists(hosts.File()));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(hosts.File()));
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        await (await hosts.StartAsync()).DisposeAsync();
        File.SetUnixFileMode(hosts.File(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refusal = await Assert.ThrowsAsync<StartupException>(() => hosts.StartAsync());

        Assert.Contains(hosts.File(), refusal.Message);
        Assert.Contains("chmod 600", refusal.Message);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Without_its_key_a_database_is_not_served_and_no_new_key_is_made(DatabaseKind kind)
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(kind));
        await (await hosts.StartAsync("one")).DisposeAsync();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => hosts.StartAsync("two"));

        Assert.Contains("doesn't have", refusal.Message);
        Assert.Contains("data-keys.json", refusal.Message);
        Assert.False(File.Exists(hosts.File("two")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Nodes_with_the_same_file_read_what_the_other_wrote(DatabaseKind kind)
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(kind));
        await using var one = await hosts.StartAsync("one");
        Directory.CreateDirectory(Path.GetDirectoryName(hosts.File("two"))!);
        File.Copy(hosts.File("one"), hosts.File("two"));
        await using var two = await hosts.StartAsync("two");

        Assert.Equal("o1", ProtectorOf(two).Unprotect(ProtectorOf(one).Protect("o1", "test"), "test"));
        Assert.Equal(ProtectorOf(one).KeyedHash("o1", "test"), ProtectorOf(two).KeyedHash("o1", "test"));
    }

    [Fact]
    public async Task Keys_from_the_settings_need_no_file()
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        await using var host = await hosts.StartAsync(settings: KeyedHosts.Keys(("one", One)));
        Assert.False(File.Exists(hosts.File()));
    }

    [Fact]
    public async Task What_an_older_key_encrypted_is_read_as_long_as_it_is_there()
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        await using var before = await hosts.StartAsync(settings: KeyedHosts.Keys(("one", One)));
        var text = ProtectorOf(before).Protect("o1", "test");
        var hash = ProtectorOf(before).KeyedHash("o1", "test");
        await using var after = await hosts.StartAsync(settings: KeyedHosts.Keys(("two", Two), ("one", One)));

        Assert.Equal("o1", ProtectorOf(after).Unprotect(text, "test"));
        Assert.Equal(hash, ProtectorOf(after).KeyedHash("o1", "test"));
        var missing = Assert.Throws<MissingDataKeyException>(() => ProtectorOf(before).Unprotect(ProtectorOf(after).Protect("o2", "test"), "test"));
        Assert.Contains("\"two\"", missing.Message);
    }

    [Fact]
    public async Task A_key_that_took_the_name_of_another_is_found_out()
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        await (await hosts.StartAsync(settings: KeyedHosts.Keys(("one", One)))).DisposeAsync();
        var refusal = await Assert.ThrowsAsync<StartupException>(() => hosts.StartAsync(settings: KeyedHosts.Keys(("one", Two))));
        Assert.Contains("\"one\"", refusal.Message);
    }

    [Theory]
    [InlineData("", "AAAA", "no usable id")]
    [InlineData("one", "AAAA", "32 bytes")]
    [InlineData("one", "not base64", "openssl rand")]
    public async Task A_setting_that_is_no_key_is_refused(string id, string key, string expected)
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        var refusal = await Assert.ThrowsAsync<StartupException>(() => hosts.StartAsync(settings: KeyedHosts.Keys((id, key))));
        Assert.Contains(expected, refusal.Message);
        Assert.Contains("Crm:Security:DataKeys", refusal.Message);
    }

    static DataProtector ProtectorOf(Microsoft.AspNetCore.Builder.WebApplication host) => host.Services.GetRequiredService<DataProtector>();
}
