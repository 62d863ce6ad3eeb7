using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Data;

public sealed class CursorTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory]
    [OnSqlite("interactions(first: 1, after: $after)"), OnPostgreSql("interactions(first: 1, after: $after)")]
    [OnSqlite("interactions(first: 1, after: $after, status: VOIDED)")]
    [OnSqlite("interactions(first: 1, after: $after, where: {kind: {eq: NOTE}})")]
    public async Task A_cursor_of_one_contact_does_not_fit_another_nor_another_field_or_argument(DatabaseKind kind, string field)
    {
        var host = await hosts.OnAsync(kind);
        var (one, other) = (await ContactAsync(host), await ContactAsync(host));
        var asked = field == "interactions(first: 1, after: $after)" ? other : one;

        var answer = await host.SendAsync($$"""query($id: ID!, $after: String) { contact(id: $id) { {{field}} { nodes { id } } } }""",
            new { id = asked.Id(), after = await CursorAsync(host, one) });

        Assert.Equal("CURSOR_INVALID", Assert.Single(answer.Codes));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_cursor_is_given_to_all_parents_of_a_request_when_it_is_of_one_of_them(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var (one, other) = (await ContactAsync(host), await ContactAsync(host));

        var found = await host.QueryAsync(
            """
            query($ids: [ID!]!, $after: String) {
              nodes(ids: $ids) { ... on Contact { interactions(first: 5, after: $after) { nodes { subject } } } }
            }
            """,
            new { ids = new[] { one.Id(), other.Id() }, after = await CursorAsync(host, one) });

        Assert.Equal("First", Assert.Single(found.List("nodes")[0].Nodes("interactions")).Text("subject"));
    }

    static async Task<string> CursorAsync(CrmTestHost host, JsonElement contact) => (await host.QueryAsync(
            "query($id: ID!) { contact(id: $id) { interactions(first: 1) { pageInfo { endCursor } } } }", new { id = contact.Id() }))
        .GetProperty("contact").GetProperty("interactions").GetProperty("pageInfo").Text("endCursor")!;

    static async Task<JsonElement> ContactAsync(CrmTestHost host)
    {
        var contact = await host.ChangeAsync("createContact", new { displayName = "Reader" }, "contact { id }");
        foreach (var (subject, occurredAt) in new[] { ("First", "2026-01-01T00:00:00Z"), ("Second", "2026-01-02T00:00:00Z") })
            await host.ChangeAsync("recordInteraction",
                new { kind = "NOTE", subject, occurredAt, contact = new { id = contact.Id() } }, "interaction { id }");
        return contact;
    }
}
