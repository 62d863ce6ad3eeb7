using System.Net;
using System.Net.Http.Json;
using Crm.Headless.Server;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Tests.Security;

public sealed class AdminKeyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer crm_admin_wrong")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Without_a_valid_key_the_API_answers_401(string? authorization)
    {
        await using var host = await CrmTestHost.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (var request in new[] { Post(), new HttpRequestMessage(HttpMethod.Get, "/graphql/schema.graphql") })
        {
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.StartsWith("Bearer resource_metadata=\"http://127.0.0.1:", response.Headers.WwwAuthenticate.Single().ToString());
            Assert.Contains("UNAUTHENTICATED", await response.Content.ReadAsStringAsync());
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_first_start_makes_a_key_that_is_stored_hashed_and_handed_out_once(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        string key;
        await using (var first = await StartAsync(database))
        {
            key = first.Services.GetRequiredService<FirstKey>().Take()!;
            Assert.Matches("^crm_admin_[A-Za-z0-9_-]{43}$", key);
            Assert.Null(first.Services.GetRequiredService<FirstKey>().Take());
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, key));
        }
        await using var second = await StartAsync(database);
        Assert.Null(second.Services.GetRequiredService<FirstKey>().Take());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second, key));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_key_that_was_reset_elsewhere_counts_within_a_second_and_the_old_one_no_more(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var server = await StartAsync(database);
        var old = server.Services.GetRequiredService<FirstKey>().Take()!;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, old));

        await using var elsewhere = Create(database);
        var key = await elsewhere.Services.GetRequiredService<AdminKeys>().ResetAsync(default);

        await Eventually.IsAsync(async () => await StatusAsync(server, old) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, key));
    }

    [Fact]
    public async Task A_key_that_is_set_is_the_only_one()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        string made;
        await using (var first = await StartAsync(database)) made = first.Services.GetRequiredService<FirstKey>().Take()!;
        await using var second = await StartAsync(database, ("Crm:AdminKey", "crm_admin_set_by_the_administrator"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second, made));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second, "crm_admin_set_by_the_administrator"));
    }

    [Fact]
    public async Task A_key_that_is_set_cannot_be_reset()
    {
        await using var host = await CrmTestHost.StartAsync();
        var refusal = await Assert.ThrowsAsync<StartupException>(() => host.Services.GetRequiredService<AdminKeys>().ResetAsync(default));
        Assert.Contains("Crm__AdminKey", refusal.Message);
    }

    static WebApplication Create(TestDatabase database, params (string Name, string Value)[] settings) => CrmHost.Create([], builder =>
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)).Concat(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Crm:Database:Provider", database.Kind.ToString()),
            new("ConnectionStrings:Crm", database.ConnectionString),
            new("Crm:Plugins:Folder", Path.Combine(Path.GetTempPath(), "crm-test-no-plugins")),
            new("Logging:LogLevel:Default", "Warning"),
        ])));

    static async Task<WebApplication> StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var app = Create(database, settings);
        await app.StartAsync();
        return app;
    }

    static HttpRequestMessage Post() => new(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };

    static async Task<HttpStatusCode> StatusAsync(WebApplication app, string key)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var response = await client.SendAsync(Post());
        return response.StatusCode;
    }
}
