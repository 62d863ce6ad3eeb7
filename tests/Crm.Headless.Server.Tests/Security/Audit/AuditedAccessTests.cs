using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

public sealed class AuditedAccessTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_request_without_a_valid_key_is_written_down_without_the_key(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        using var stranger = new HttpClient { BaseAddress = host.Address };
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "crm_admin_canary4711");
        (await stranger.PostAsync("/graphql", new StringContent("{}"))).Dispose();

        var entry = (await host.AuditWhenThereIsAsync("DENIED"))[0];

        Assert.Equal("UNAUTHENTICATED: /graphql (from 127.0.0.1)", entry.Text("detail"));
        Assert.DoesNotContain("canary4711", await host.Database.DumpAsync("audit_entries"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_thousand_refusals_make_few_entries_that_count_them(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        using var stranger = new HttpClient { BaseAddress = host.Address };
        for (var i = 0; i < 1000; i++) (await stranger.PostAsync("/graphql", new StringContent("{}"))).Dispose();
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await Eventually.IsAsync(async () =>
            (await host.AuditOfKindAsync("DENIED")).Sum(entry => entry.GetProperty("count").GetInt32()) >= 1000);

        Assert.True((await host.AuditOfKindAsync("DENIED")).Count <= 3);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Somebody_who_works_for_an_hour_signs_in_once(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        host.Clock.SetToHalfPast();
        for (var i = 0; i < 5; i++) await host.QueryAsync("{ __typename }");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.QueryAsync("{ __typename }");

        var entries = await host.AuditWhenThereIsAsync("SIGN_IN", 2);

        Assert.Equal(["admin", "admin"], entries.Select(entry => entry.Text("actor")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_reads_the_change_feed_is_written_down(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        await host.QueryAsync("{ changes { position } }");
        Assert.Equal("changes", (await host.AuditWhenThereIsAsync("EXPORT"))[0].Text("operation"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_API_client_and_its_keys_are_written_down_without_the_key(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var data = await host.QueryAsync("""
            mutation { createApiClient(input: { name: "shop", scopes: ["contacts:read"] }) { apiClient { id } key errors { __typename } } }
            """);

        var entry = Assert.Single(await host.AuditOfKindAsync("KEY"));

        Assert.Equal(("createApiClient", "ApiClient", "CREATED"), (entry.Text("operation"), entry.Text("recordKind"), entry.Text("change")));
        Assert.DoesNotContain(data.GetProperty("createApiClient").GetProperty("key").GetString()![^12..], await host.Database.DumpAsync("audit_entries"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_client_that_asks_for_what_it_may_not_have_is_written_down(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var clerk = await host.CreateClientAsync(["clients:admin", "contacts:read"]);
        await host.TokenAsync(clerk, ("scope", "accounts:read"));
        await host.RefusalAsync("createApiClient", new { name = "more", scopes = new[] { "contacts:write" } }, "key", clerk.Key);

        var entries = await host.AuditWhenThereIsAsync("DENIED", 2);

        Assert.All(entries, entry => Assert.Equal(clerk.Name, entry.Text("actor")));
        Assert.Equal(["INVALID_SCOPE: /oauth/token (from 127.0.0.1)", "SCOPE_NOT_HELD"], entries.Select(entry => entry.Text("detail")).Order());
    }
}
