using System.Security.Cryptography;
using System.Text;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Http;

public sealed class PersistedOperationsTests
{
    const string Query = "{ __typename }";
    static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Query)));

    [Fact]
    public async Task An_operation_that_was_registered_by_its_hash_runs_by_the_hash_alone()
    {
        await using var host = await CrmTestHost.StartAsync();
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", await PostAsync(host, ByHash(Hash)));
        Assert.Contains("\"data\"", await PostAsync(host, ByHash(Hash, Query)));
        Assert.Contains("\"data\"", await PostAsync(host, ByHash(Hash)));
        Assert.Contains("\"data\"", await PostAsync(host, ByHash(Hash.ToUpperInvariant())));
    }

    [Fact]
    public async Task A_hash_that_is_not_the_documents_own_is_refused()
    {
        await using var host = await CrmTestHost.StartAsync();
        Assert.Contains("PERSISTED_QUERY_HASH_MISMATCH", await PostAsync(host, ByHash(Hash, "{ plugins { id } }")));
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", await PostAsync(host, ByHash(Hash)));
    }

    [Theory]
    [InlineData("{ nothing }")]
    [InlineData("no document")]
    public async Task What_can_not_run_is_not_registered(string text)
    {
        await using var host = await CrmTestHost.StartAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Assert.Contains("\"errors\"", await PostAsync(host, ByHash(hash, text)));
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", await PostAsync(host, ByHash(hash)));
    }

    [Fact]
    public async Task The_cache_of_registered_operations_is_bounded()
    {
        await using var host = await StartAsync(("Crm:GraphQL:PersistedOperationsCacheBytes", "600"));
        var other = "{ a: __typename }";
        var otherHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(other)));
        await PostAsync(host, ByHash(Hash, Query));
        await PostAsync(host, ByHash(otherHash, other));
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", await PostAsync(host, ByHash(Hash)));
        Assert.Contains("\"data\"", await PostAsync(host, ByHash(otherHash)));
    }

    [Theory]
    [InlineData("""{"first": "{ __typename }"}""")]
    [InlineData("""{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "first", "name": "F", "type": "query", "body": "{ __typename }"}]}""")]
    public async Task An_operation_of_the_installations_file_runs_by_its_id(string file)
    {
        await using var host = await StartAsync(("Crm:GraphQL:PersistedOperations", Write(file)));
        Assert.Contains("\"data\"", await PostAsync(host, """{"documentId": "first"}"""));
        Assert.Contains("PERSISTED_OPERATION_NOT_FOUND", await PostAsync(host, """{"documentId": "second"}"""));
    }

    [Fact]
    public async Task A_server_can_accept_nothing_but_the_operations_of_its_file()
    {
        await using var host = await StartAsync(
            ("Crm:GraphQL:PersistedOperations", Write($$"""{"{{Hash}}": "{{Query}}"}""")), ("Crm:GraphQL:PersistedOperationsOnly", "true"));
        Assert.Contains("\"data\"", await PostAsync(host, ByHash(Hash)));
        Assert.Contains("\"data\"", await PostAsync(host, $$"""{"documentId": "{{Hash}}"}"""));
        Assert.Contains("PERSISTED_OPERATION_REQUIRED", await PostAsync(host, """{"query": "{ __typename }"}"""));
        Assert.Contains("PERSISTED_QUERY_NOT_SUPPORTED", await PostAsync(host, ByHash(new string('0', 64))));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_stops_the_start_with_its_name()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(("Crm:GraphQL:PersistedOperations", Write("[]"))));
        Assert.Contains("Crm:GraphQL:PersistedOperations", failure.Message);
    }

    static Task<CrmTestHost> StartAsync(params (string Name, string Value)[] settings) =>
        CrmTestHost.StartAsync(new CrmTestOptions { Settings = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value) });

    static string Write(string json)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("crm-test-").FullName, "operations.json");
        File.WriteAllText(file, json);
        return file;
    }

    static string ByHash(string hash, string? query = null) =>
        $$$"""{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "{{{hash}}}"}}{{{(query is null ? "" : $", \"query\": \"{query}\"")}}}}""";

    static async Task<string> PostAsync(CrmTestHost host, string body)
    {
        using var content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await host.Client.PostAsync("/graphql", content);
        return await response.Content.ReadAsStringAsync();
    }
}
