using System.Net.Http.Headers;
using System.Text.Json;
using Crm.Headless.GraphQL;
using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

/// <summary>What somebody may not use does not exist for him.</summary>
public sealed class SchemaViewTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_field_of_another_scope_is_unknown(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var client = await host.CreateClientAsync(["contacts:read"]);

        Assert.Equal("Cannot query field \"accounts\" on type \"Query\".", await RefusedAsync(host, client, "{ accounts { totalCount } }"));
        Assert.Equal("Cannot query field \"account\" on type \"Contact\".",
            (await RefusedAsync(host, client, "{ contacts { nodes { account { name } } } }")).Split(" Did you mean")[0]);
        Assert.StartsWith("Field \"account\" is not defined by type \"ContactFilterInput\".",
            await RefusedAsync(host, client, "{ contacts(where: { account: { name: { eq: \"x\" } } }) { totalCount } }"));
        Assert.StartsWith("The mutation operation is not supported", await RefusedAsync(host, client, "mutation { createContact(input: {}) { contact { id } } }"));
    }

    [Fact]
    public async Task A_suggestion_names_nothing_that_is_hidden()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["contacts:read"]);

        var message = await RefusedAsync(host, client, "{ contacts { nodes { acount { name } } } }");
        Assert.DoesNotContain("account\"", message);
    }

    [Fact]
    public async Task Introspection_the_printed_schema_and_its_hash_are_those_of_the_client()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["units:read"]);

        var types = (await host.SendAsync("{ __schema { types { name } } }", null, client.Key)).Data.GetProperty("__schema").List("types");
        Assert.Contains(types, type => type.Text("name") == "Unit");
        Assert.DoesNotContain(types, type => type.Text("name") is "Contact" or "Mutation" or "ContactFilterInput" or "Interaction");
        var (own, ownHash) = await SchemaAsync(host, client.Key);
        var (full, fullHash) = await SchemaAsync(host, host.AdminKey);
        Assert.DoesNotContain("Contact", own);
        Assert.Contains("type Contact ", full);
        Assert.NotEqual(fullHash, ownHash);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_node_of_a_hidden_type_is_as_unknown_as_one_that_never_was(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var id = (await host.ChangeAsync("createContact", new { displayName = "Hidden" }, "contact { id }")).Id();
        var client = await host.CreateClientAsync(["units:read"]);

        var answer = await host.SendAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { id, new GlobalId("Contact", Guid.NewGuid()).ToString() } }, client.Key);
        Assert.Empty(answer.Errors);
        Assert.All(answer.Data.List("nodes"), node => Assert.Equal(JsonValueKind.Null, node.ValueKind));
    }

    [Fact]
    public async Task A_known_operation_that_a_view_does_not_have_is_refused()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var client = await host.CreateClientAsync(["units:read"]);
        const string Document = "{ contacts { totalCount } }";
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Document))) } };

        Assert.Contains("totalCount", await PostAsync(host, host.AdminKey, new { query = Document, extensions }));
        Assert.Contains("totalCount", await PostAsync(host, host.AdminKey, new { extensions }));
        Assert.Contains("Cannot query field", await PostAsync(host, client.Key, new { extensions }));
    }

    static async Task<string> RefusedAsync(CrmTestHost host, TestClient client, string document) =>
        Assert.Single((await host.SendAsync(document, null, client.Key)).Errors).Text("message")!;

    static async Task<string> PostAsync(CrmTestHost host, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(body), MediaTypeHeaderValue.Parse("application/json")),
            Headers = { Authorization = new("Bearer", key) },
        };
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    static async Task<(string Sdl, string Hash)> SchemaAsync(CrmTestHost host, string key)
    {
        using var http = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
        using var response = await http.GetAsync("/graphql/schema.graphql");
        return (await response.Content.ReadAsStringAsync(), response.Headers.GetValues("GraphQL-Schema-Hash").Single());
    }
}
