using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Contacts;

public sealed class DuplicateTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Contacts_that_share_an_email_or_the_digits_of_a_phone_are_candidates(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var mother = await host.ChangeAsync("createContact", new { givenName = "Mother", phone = "+49 30 1234", email = "family@example.com" }, "contact { id }");
        var child = await host.ChangeAsync("createContact", new { givenName = "Child", phone = "0049 (30) 12-34", email = "FAMILY@example.com" }, "contact { id }");
        var friend = await host.ChangeAsync("createContact", new { givenName = "Friend", phone = "49301234" }, "contact { id }");
        await host.ChangeAsync("createContact", new { givenName = "Stranger", phone = "5" }, "contact { id }");

        var found = await host.QueryAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Contact { duplicateCandidates { contact { givenName } reasons { kind value } } } } }",
            new { ids = new[] { mother.Id(), child.Id(), friend.Id() } });

        var ofEach = found.List("nodes").Select(node => node.List("duplicateCandidates")).ToList();
        Assert.Equal(["Child", "Friend"], ofEach[0].Select(one => one.GetProperty("contact").Text("givenName")).Order());
        Assert.Equal(["EMAIL"], ofEach[0].Single(one => one.GetProperty("contact").Text("givenName") == "Child").List("reasons").Select(reason => reason.Text("kind")));
        Assert.Equal("Mother", Assert.Single(ofEach[2]).GetProperty("contact").Text("givenName"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_many_that_share_a_number_twenty_are_read(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contacts = Enumerable.Range(0, 25)
            .Select(i => new { source = "desk", externalId = $"{i}", displayName = $"Desk {i}", phone = "555 000 111" });
        var rows = await host.BulkAsync("upsertContacts", new { contacts }, "rows { contact { id } }");
        var ids = rows.List("rows").Take(3).Select(row => row.GetProperty("contact").Id()).ToArray();

        var found = await host.QueryAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Contact { duplicateCandidates { contact { id } reasons { value } } } } }",
            new { ids });

        Assert.All(found.List("nodes"), node => Assert.Equal(20, node.List("duplicateCandidates").Count));
        Assert.Single(found.List("nodes")[0].List("duplicateCandidates")[0].List("reasons"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_archived_contact_is_no_candidate(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var one = await host.ChangeAsync("createContact", new { email = $"twin-{kind}@example.com" }, "contact { id }");
        var other = await host.ChangeAsync("createContact", new { email = $"twin-{kind}@example.com" }, "contact { id }");
        await host.ChangeAsync("archiveContact", new { id = other.Id() }, "contact { id }");

        var found = await host.QueryAsync("query($id: ID!) { contact(id: $id) { duplicateCandidates { contact { id } } } }", new { id = one.Id() });

        Assert.Empty(found.GetProperty("contact").List("duplicateCandidates"));
    }
}
