using System.Security.Claims;
using System.Text.Json;
using Crm.Headless.GraphQL.Building;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Events;

public sealed class ChangeFeedTests
{
    static readonly Lazy<RequestExecutor> Executor = new(() => new(new SchemaBuilder().Add(new SchemaSource(
        Owner.Core, [.. typeof(ChangeFeed).Assembly.GetTypes(), .. typeof(Contact).Assembly.GetTypes()], XmlDocumentation.Load([]))).Build(), new()));

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Changes_come_page_by_page_with_the_records_that_they_are_about(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.CommitAsync(db =>
        {
            db.Publish(Outbox.ContactChanged(contacts[0], ChangeKind.Created));
            db.Record(contacts[0], "first");
            db.Record(contacts[0], "second");
            return Task.CompletedTask;
        });
        await fixture.First.WaitUntilSettledAsync();
        const string query = """
            query ($after: String) { changes(after: $after, first: 2) { hasMore position nodes {
              __typename change client recordId
              ... on ContactChange { contact { id displayName } }
              ... on InteractionChange { interaction { id subject } } } } }
            """;

        var first = (await AskAsync(fixture.First, query, null)).GetProperty("changes");
        var second = (await AskAsync(fixture.First, query, first.GetProperty("position").GetString())).GetProperty("changes");
        var third = (await AskAsync(fixture.First, query, second.GetProperty("position").GetString())).GetProperty("changes");

        var node = first.GetProperty("nodes")[0];
        Assert.Equal(("ContactChange", "CREATED", "system"), (Text(node, "__typename"), Text(node, "change"), Text(node, "client")));
        Assert.Equal(Text(node, "recordId"), Text(node.GetProperty("contact"), "id"));
        Assert.Equal("first", Text(first.GetProperty("nodes")[1].GetProperty("interaction"), "subject"));
        Assert.True(first.GetProperty("hasMore").GetBoolean());
        Assert.Equal("second", Text(Assert.Single(second.GetProperty("nodes").EnumerateArray()).GetProperty("interaction"), "subject"));
        Assert.False(second.GetProperty("hasMore").GetBoolean());
        Assert.Empty(third.GetProperty("nodes").EnumerateArray());
        Assert.Equal(Text(second, "position"), Text(third, "position"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_deleted_record_leaves_a_tombstone(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        await fixture.First.CommitAsync(db =>
        {
            db.Publish(Outbox.ContactChanged(Guid.CreateVersion7(), ChangeKind.Deleted));
            return Task.CompletedTask;
        });

        await fixture.First.WaitUntilSettledAsync();
        var answer = await AskAsync(fixture.First, "{ changes { nodes { change recordId ... on ContactChange { contact { id } } } } }", null);

        var tombstone = Assert.Single(answer.GetProperty("changes").GetProperty("nodes").EnumerateArray());
        Assert.Equal("DELETED", Text(tombstone, "change"));
        Assert.Equal(JsonValueKind.Null, tombstone.GetProperty("contact").ValueKind);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Only_the_kinds_that_were_asked_for_come_and_the_others_are_passed(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contacts = await fixture.First.AddContactsAsync(1);
        await fixture.First.RecordAsync(contacts[0], "1", "2");
        await fixture.First.WaitUntilSettledAsync();
        var end = await AskAsync(fixture.First, "{ changesPosition }", null);

        var answer = await AskAsync(fixture.First, "{ changes(kinds: [CONTACT, ACCOUNT]) { hasMore position nodes { change } } }", null);

        Assert.Empty(answer.GetProperty("changes").GetProperty("nodes").EnumerateArray());
        Assert.Equal(Text(end, "changesPosition"), Text(answer.GetProperty("changes"), "position"));
    }

    [Theory, OnPostgreSql]
    public async Task A_late_commit_is_in_the_pages_that_follow(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);
        var contacts = await fixture.First.AddContactsAsync(2);
        const string query = "query ($after: String) { changes(after: $after) { position nodes { ... on InteractionChange { interaction { subject } } } } }";

        await using var late = await OpenTransaction.BeginAsync(fixture.First, contacts[0], "late");
        await fixture.First.RecordAsync(contacts[1], "early");
        var before = (await AskAsync(fixture.First, query, null)).GetProperty("changes");
        await late.CommitAsync();
        await fixture.First.WaitUntilSettledAsync();
        var after = (await AskAsync(fixture.First, query, Text(before, "position"))).GetProperty("changes");

        var seen = before.GetProperty("nodes").EnumerateArray().Concat(after.GetProperty("nodes").EnumerateArray());
        Assert.Equal(["early", "late"], seen.Select(node => Text(node.GetProperty("interaction"), "subject")).Order());
    }

    [Theory, OnSqlite]
    public async Task A_position_that_the_server_did_not_make_is_refused(DatabaseKind kind)
    {
        await using var fixture = await EventsFixture.CreateAsync(kind);

        var errors = await ErrorsAsync(fixture.First, "{ changes(after: \"AAAA\") { hasMore } }");

        Assert.Equal("CURSOR_INVALID", errors[0].Code);
        Assert.Equal("BAD_USER_INPUT", (await ErrorsAsync(fixture.First, "{ changes(first: 501) { hasMore } }"))[0].Code);
    }

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    static async Task<JsonElement> AskAsync(Node node, string document, string? after)
    {
        await using var scope = node.Services.CreateAsyncScope();
        using var result = await RunAsync(scope, document, JsonSerializer.SerializeToElement(new { after }));
        Assert.Empty(result.Errors);
        return JsonDocument.Parse(result.Json).RootElement.GetProperty("data").Clone();
    }

    static async Task<IReadOnlyList<Crm.Headless.GraphQL.GraphQLError>> ErrorsAsync(Node node, string document)
    {
        await using var scope = node.Services.CreateAsyncScope();
        using var result = await RunAsync(scope, document, default);
        return [.. result.Errors];
    }

    static async Task<OperationResult> RunAsync(AsyncServiceScope scope, string document, JsonElement variables)
    {
        var operation = Executor.Value.Prepare(System.Text.Encoding.UTF8.GetBytes(document), null);
        return await Executor.Value.ExecuteAsync(operation, variables, new(scope.ServiceProvider, new ClaimsPrincipal()), default);
    }
}
