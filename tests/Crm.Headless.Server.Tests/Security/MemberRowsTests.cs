using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crm.Headless.Server.Tests.Security;

/// <summary>A member sees itself, and of others nothing: neither their records nor that there are any.</summary>
public sealed class MemberRowsTests(Hosts hosts) : IClassFixture<Hosts>
{
    static readonly string[] s_scopes = ["contacts:read", "interactions:read"];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task It_sees_itself_unmasked_with_what_happened_to_it(DatabaseKind kind)
    {
        var (host, organisation, member) = await StartAsync(kind);
        var me = (await host.QueryAsync(member, "{ me { id givenName email contactPoints { value } interactions { totalCount nodes { kind amount currency } } } }")).GetProperty("me");
        Assert.Equal(organisation.Ours, me.Id());
        Assert.Equal("Ours", me.Text("givenName"));
        Assert.Equal($"Ours@{organisation.Tag}.example", me.Text("email"));
        Assert.Equal(me.Text("email"), Assert.Single(me.List("contactPoints")).Text("value"));
        Assert.Equal(2, me.GetProperty("interactions").GetProperty("totalCount").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Another_contact_is_not_there_by_its_id(DatabaseKind kind)
    {
        var (host, organisation, member) = await StartAsync(kind);
        var data = await host.QueryAsync(member, "query($ids: [ID!]!, $id: ID!) { node(id: $id) { id } nodes(ids: $ids) { __typename id } }",
            new { id = organisation.Sibling, ids = new[] { organisation.Sibling, organisation.TheirPurchase, organisation.TheirAccount, organisation.FirstStore } });
        Assert.Equal(JsonValueKind.Null, data.GetProperty("node").ValueKind);
        Assert.All(data.List("nodes"), node => Assert.Equal(JsonValueKind.Null, node.ValueKind));
        var own = await host.QueryAsync(member, "query($id: ID!) { node(id: $id) { id } }", new { id = organisation.Ours });
        Assert.Equal(organisation.Ours, own.GetProperty("node").Id());
    }

    [Theory]
    [OnSqlite("{ contacts { nodes { id } } }"), OnSqlite("{ contact(id: \"x\") { id } }"), OnSqlite("{ search(text: \"Sibling\") { __typename } }")]
    [OnSqlite("{ changes { nodes { recordId } } }"), OnSqlite("{ accounts { nodes { id } } }"), OnSqlite("{ users { nodes { id } } }")]
    [OnSqlite("{ me { owner { id } } }"), OnSqlite("{ me { duplicateCandidates { contact { id } } } }"), OnSqlite("{ me { account { id } } }")]
    [OnSqlite("{ me { interactions { nodes { body } } } }"), OnSqlite("mutation { archiveContact(input: {id: \"x\"}) { contact { id } } }")]
    [OnSqlite("mutation { recordInteraction(input: {kind: NOTE}) { interaction { id } } }")]
    public async Task What_members_may_not_use_does_not_exist(DatabaseKind kind, string document)
    {
        var (host, _, member) = await StartAsync(kind);
        var answer = await host.SendAsync(member, document);
        Assert.False(answer.TryGetProperty("data", out _), answer.ToString());
        var message = answer.GetProperty("errors")[0].Text("message")!;
        Assert.Contains(document.StartsWith("mutation", StringComparison.Ordinal) ? "The mutation operation is not supported" : "Cannot query field", message);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_cursor_of_another_contact_shows_nothing(DatabaseKind kind)
    {
        var (host, organisation, member) = await StartAsync(kind);
        var other = Acting.Member(organisation.Theirs, s_scopes);
        var cursor = (await host.QueryAsync(other, "{ me { interactions { edges { cursor } } } }"))
            .GetProperty("me").GetProperty("interactions").List("edges")[0].Text("cursor");
        var answer = await host.SendAsync(member, "query($after: String) { me { interactions(after: $after) { nodes { externalId: id } } } }", new { after = cursor });
        Assert.Contains("CURSOR_INVALID", answer.ToString());
        Assert.DoesNotContain(organisation.TheirPurchase, answer.ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task It_hears_of_its_own_changes_alone(DatabaseKind kind)
    {
        var (host, organisation, member) = await StartAsync(kind);
        using var leaving = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var listening = Task.Run(async () =>
        {
            await foreach (var answer in host.RunAsync(member, "subscription { contactChanged { id } }", null, leaving.Token))
                return answer.GetProperty("data").GetProperty("contactChanged").Id();
            return "";
        });
        var before = host.Services.GetRequiredService<TopicBroadcaster>();
        while (before.SubscriberCount == 0) await Task.Delay(20, leaving.Token);
        foreach (var contact in new[] { organisation.Sibling, organisation.Theirs, organisation.Ours })
            await host.ChangeAsync("updateContact", new { id = contact, jobTitle = "changed" }, "contact { id }");
        Assert.Equal(organisation.Ours, await listening.WaitAsync(leaving.Token));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Found_and_not_found_take_the_same_statements_and_the_same_answer(DatabaseKind kind)
    {
        var statements = new RequestStatements();
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { Database = kind, Configure = statements.Watch });
        var organisation = await Organisation.CreateAsync(host);
        var member = Acting.Member(organisation.Ours, s_scopes);
        var (hidden, missing) = (organisation.Theirs, GlobalId.Format(nameof(Contact), Guid.CreateVersion7()));
        foreach (var document in new[] { "query($id: ID!) { node(id: $id) { __typename id } }", "query($id: ID!) { nodes(ids: [$id]) { id } }" })
            Assert.Equal(await RunAsync(document, missing), await RunAsync(document, hidden));

        async Task<string> RunAsync(string document, string id)
        {
            statements.Clear();
            var answer = await host.SendAsync(member, document, new { id });
            return $"{answer} {statements}";
        }
    }

    async Task<(CrmTestHost Host, Organisation Organisation, CrmPrincipal Member)> StartAsync(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var organisation = await Organisation.CreateAsync(host);
        return (host, organisation, Acting.Member(organisation.Ours, s_scopes));
    }
}

/// <summary>The SQL that requests read with, as text.</summary>
sealed class RequestStatements : DbCommandInterceptor
{
    readonly ConcurrentQueue<string> _sent = [];

    public void Clear() => _sent.Clear();

    public override string ToString() => string.Join("\n", _sent);

    public void Watch(WebApplicationBuilder builder) => builder.Services.AddSingleton(services =>
        new Database(DataFolder.Locate(builder.Configuration), services.GetRequiredService<ILoggerFactory>(), this));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is CrmDb { Session: not null }) _sent.Enqueue(command.CommandText);
        return new(result);
    }
}
