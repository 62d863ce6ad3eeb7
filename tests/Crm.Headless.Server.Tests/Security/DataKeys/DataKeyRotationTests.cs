using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.DataKeys;
using Crm.Headless.Testing;
using Crm.Headless.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Database = Crm.Headless.Server.Data.Database;

namespace Crm.Headless.Tests.Security;

/// <summary><c>crm key rotate-data</c> beside a running server.</summary>
public sealed class DataKeyRotationTests
{
    static readonly (string, string) s_admin = ("Crm:AdminKey", "crm_admin_rotation");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_key_encrypts_everything_and_the_old_one_can_go(DatabaseKind kind)
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(kind));
        await using (var host = await hosts.StartAsync(settings: s_admin))
        {
            await CreateAsync(host, "o1");
            await host.Services.GetRequiredService<SigningKeys>().SignerAsync(default);
            var before = Assert.Single(await KeysInUseAsync(host));

            var output = await RotateAsync(hosts);

            Assert.Contains("identities.subject: 1 values encrypted anew", output);
            Assert.Contains("signing_keys.private_key: 1 values encrypted anew", output);
            Assert.NotEqual(before, Assert.Single(await KeysInUseAsync(host)));
            await CreateAsync(host, "o2");
            Assert.Equal(1, await CountAsync(host, "o1"));
            Assert.Contains(before, await RotateAsync(hosts, "--drop-old"));
            Assert.DoesNotContain(before, await File.ReadAllTextAsync(hosts.File()));
        }
        await using var again = await hosts.StartAsync(settings: s_admin);
        Assert.Equal(1, await CountAsync(again, "o1"));
        Assert.Equal(1, await CountAsync(again, "o2"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_was_interrupted_goes_on_with_the_same_key(DatabaseKind kind)
    {
        await using var hosts = new KeyedHosts(await TestDatabase.CreateAsync(kind));
        await using var host = await hosts.StartAsync(settings: s_admin);
        await CreateAsync(host, "o1");
        var begun = await host.Services.GetRequiredService<DataKeyRotation>().BeginAsync(default);

        Assert.Contains($"\"{begun.Id}\" encrypts", await RotateAsync(hosts));

        Assert.Equal([begun.Id], await KeysInUseAsync(host));
        Assert.Equal(2, (await File.ReadAllTextAsync(hosts.File())).Split("\"id\"").Length - 1);
    }

    [Fact]
    public async Task With_keys_from_the_settings_it_says_what_to_do()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var (code, _, error) = await CommandLineTests.RunAsync(["key", "rotate-data", .. CommandLineTests.Settings(database)]);
        Assert.Equal(1, code);
        Assert.Contains("add it as the last key on every node", error);
    }

    static async Task<string> RotateAsync(KeyedHosts hosts, params string[] options)
    {
        var (code, output, error) = await CommandLineTests.RunAsync(["key", "rotate-data", .. options, .. hosts.Arguments()]);
        Assert.True(code == 0, error);
        return output;
    }

    static async Task CreateAsync(WebApplication host, string subject) => Assert.DoesNotContain("\"message\"", await SendAsync(host,
        "mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id } errors { ... on Error { message } } } }",
        new { input = new { givenName = "A", identities = new[] { new { provider = "wechat-openid", issuer = "wx1", subject } } } }));

    static async Task<int> CountAsync(WebApplication host, string subject)
    {
        var found = await SendAsync(host, """
            query($subject: String!) { contacts(where: { identities: { some: { subject: { eq: $subject } } } }) { nodes { identities { subject } } } }
            """, new { subject });
        return found.Split($"\"subject\":\"{subject}\"").Length - 1;
    }

    static async Task<string> SendAsync(WebApplication host, string query, object variables)
    {
        using var client = new HttpClient { BaseAddress = new(host.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", s_admin.Item2);
        using var answer = await client.PostAsJsonAsync("graphql", new { query, variables });
        return await answer.Content.ReadAsStringAsync();
    }

    static async Task<IReadOnlyList<string>> KeysInUseAsync(WebApplication host)
    {
        await using var connection = await host.Services.GetRequiredService<Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT subject, NULL FROM identities UNION ALL SELECT NULL, private_key FROM signing_keys UNION ALL SELECT value, NULL FROM installation WHERE name = 'data_lookup_secret'";
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new HashSet<string>();
        while (await reader.ReadAsync())
            keys.Add(KeyOf(await reader.IsDBNullAsync(0) ? (byte[])reader.GetValue(1) : BytesOf(reader.GetString(0))));
        return [.. keys];
    }

    static byte[] BytesOf(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : Convert.FromBase64String(text);

    static string KeyOf(byte[] stored) => Encoding.ASCII.GetString(stored, 2, stored[1]);
}
