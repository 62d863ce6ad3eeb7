using System.Security.Cryptography;
using System.Text;
using Crm.Headless.Server.Security.DataKeys;
using Crm.Headless.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

public sealed class DataProtectorTests : IAsyncLifetime
{
    CrmTestHost _host = null!;

    DataProtector Protector => _host.Services.GetRequiredService<DataProtector>();

    public async Task InitializeAsync() => _host = await CrmTestHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public void What_is_encrypted_comes_back_whatever_it_is()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var content = new byte[random.Next(300)];
            random.NextBytes(content);
            Assert.Equal(content, Protector.Unprotect(Protector.Protect(content, "test"), "test"));
        }
        Assert.Equal("张伟 🎈", Protector.Unprotect(Protector.Protect("张伟 🎈", "test"), "test"));
    }

    [Fact]
    public void The_same_text_never_looks_the_same_and_shows_nothing_of_itself()
    {
        var all = Enumerable.Range(0, 100).Select(_ => Protector.Protect("canary-4711"u8, "test")).ToList();
        Assert.Equal(100, all.Select(Convert.ToHexString).Distinct().Count());
        Assert.All(all, bytes => Assert.DoesNotContain("canary", Encoding.Latin1.GetString(bytes)));
    }

    [Fact]
    public void Not_one_changed_bit_goes_unnoticed()
    {
        var content = Protector.Protect("o1"u8, "test");
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            var changed = content.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var e = Assert.ThrowsAny<Exception>(() => Protector.Unprotect(changed, "test"));
            Assert.True(e is DamagedDataException or MissingDataKeyException, e.ToString());
        }
        for (var length = 0; length < content.Length; length++)
            Assert.Throws<DamagedDataException>(() => Protector.Unprotect(content.AsSpan(0, length), "test"));
    }

    [Fact]
    public void What_is_encrypted_for_one_purpose_is_nothing_for_another()
    {
        Assert.Throws<DamagedDataException>(() => Protector.Unprotect(Protector.Protect("o1", "one"), "two"));
        Assert.NotEqual(Protector.KeyedHash("o1", "one"), Protector.KeyedHash("o1", "two"));
    }

    [Fact]
    public void Equal_texts_have_equal_hashes_which_nobody_can_make_without_the_key()
    {
        Assert.Equal(Protector.KeyedHash("o1", "test"), Protector.KeyedHash("o1", "test"));
        Assert.NotEqual(Protector.KeyedHash("o1", "test"), Protector.KeyedHash("o2", "test"));
        Assert.NotEqual(SHA256.HashData("o1"u8), Protector.KeyedHash("o1", "test"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task No_key_stands_in_the_database(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        Assert.Equal(0, await host.Database.ScalarAsync($"SELECT COUNT(*) FROM installation WHERE value LIKE '%{host.Database.DataKey.TrimEnd('=')}%'"));
    }
}
