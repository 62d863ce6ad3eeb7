using System.Text.Json;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>Without <c>personal-data:read</c>.</summary>
public sealed class PersonalDataTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_contact_comes_masked(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read"]);
        var id = await ContactAsync(host);

        var answer = await host.SendAsync(
            """
            query($id: ID!) { contact(id: $id) {
              givenName familyName displayName jobTitle email phone birthDate { day } language
              emails: contactPoints(where: { kind: { eq: EMAIL } }) { kind value label address { city } } identities { provider subject } } }
            """, new { id }, client.Key);

        Assert.Equal(JsonDocument.Parse(
            """
            {"givenName":"A***","familyName":"L***","displayName":"A***","jobTitle":"C***","email":"a***@example.com","phone":"138****5678",
             "birthDate":null,"language":"en",
             "emails":[{"kind":"EMAIL","value":"a***@example.com","label":null,"address":null}],
             "identities":[{"provider":"shop","subject":"4***"}]}
            """).RootElement.GetRawText().ReplaceLineEndings("").Replace(" ", ""), answer.Data.GetProperty("contact").GetRawText());
    }

    [Fact]
    public async Task With_the_right_it_comes_as_it_is()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read", "personal-data:read"]);

        var answer = await host.SendAsync("query($id: ID!) { contact(id: $id) { email birthDate { day } } }", new { id = await ContactAsync(host) }, client.Key);
        Assert.Equal("""{"email":"ada@example.com","birthDate":{"day":10}}""", answer.Data.GetProperty("contact").GetRawText());
    }

    [Theory]
    [InlineData("{ contacts(where: { email: { eq: \"ada@example.com\" } }) { totalCount } }")]
    [InlineData("{ contacts(where: { birthDate: { year: { eq: 1815 } } }) { totalCount } }")]
    [InlineData("{ contacts(where: { contactPoints: { some: { value: { startsWith: \"a\" } } } }) { totalCount } }")]
    [InlineData("{ contacts(where: { identities: { some: { subject: { eq: \"4711\" } } } }) { totalCount } }")]
    [InlineData("{ contacts(where: { owner: { name: { startsWith: \"a\" } } }) { totalCount } }")]
    [InlineData("{ interactions(where: { contact: { displayName: { eq: \"Ada\" } } }) { totalCount } }")]
    [InlineData("{ interactions(where: { subject: { contains: \"Ada\" } }) { totalCount } }")]
    [InlineData("{ contacts(order: [{ familyName: ASC }]) { totalCount } }")]
    [InlineData("{ contacts(order: [{ owner: { email: ASC } }]) { totalCount } }")]
    [InlineData("{ contacts { nodes { duplicateCandidates { contact { id } } } } }")]
    public async Task Nobody_guesses_it_by_filter_order_or_duplicates(string document)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read", "interactions:read", "users:read"]);

        Assert.Equal("GRAPHQL_VALIDATION_FAILED", Assert.Single((await host.SendAsync(document, null, client.Key)).Errors).GetProperty("extensions").Text("code"));
        Assert.Empty((await host.SendAsync(document)).Errors);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Lists_do_not_stand_in_the_order_of_names(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["users:read"]);
        var created = new List<string>();
        foreach (var name in (string[])["Zoe Order", "Ada Order", "Mia Order"])
            created.Add((await host.ChangeAsync("createUser", new { name }, "user { id }")).Id());

        var answer = await host.SendAsync("{ users(first: 50) { nodes { id name } } }", null, client.Key);
        var listed = answer.Data.Nodes("users").Select(user => user.Id()).Where(created.Contains);
        Assert.Equal(created, listed);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Search_finds_no_people_and_refuses_to_look_for_them(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read", "accounts:read", "users:read"]);
        await host.ChangeAsync("createContact", new { displayName = "Magnolia Miller" }, "contact { id }");
        await host.ChangeAsync("createAccount", new { name = "Magnolia Mills" }, "account { id }");

        var found = (await host.SendAsync("{ search(text: \"magnolia\") { __typename } }", null, client.Key)).Data.List("search");
        Assert.Equal("Account", Assert.Single(found).TypeName());
        var refused = Assert.Single((await host.SendAsync("{ search(text: \"magnolia\", kinds: [CONTACT]) { __typename } }", null, client.Key)).Errors);
        Assert.Equal("PERSONAL_DATA_REFUSED", refused.GetProperty("extensions").Text("code"));
        Assert.Contains("personal-data:read", refused.Text("message")!);
    }

    static async Task<string> ContactAsync(CrmTestHost host) => (await host.ChangeAsync("createContact", new
    {
        givenName = "Ada",
        familyName = "Lovelace",
        jobTitle = "Countess",
        email = "ada@example.com",
        phone = "138-1234-5678",
        language = "en",
        birthDate = new { year = 1815, month = 12, day = 10 },
        identities = new[] { new { provider = "shop", subject = $"4711-{Guid.NewGuid()}" } },
    }, "contact { id }")).Id();
}
