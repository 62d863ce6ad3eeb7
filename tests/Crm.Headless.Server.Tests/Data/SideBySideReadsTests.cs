using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Data;

public sealed class SideBySideReadsTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Resolvers_that_query_for_themselves_do_not_get_in_each_others_way(DatabaseKind kind)
    {
        await using var host = await CrmTestHost.StartAsync(kind);
        var unit = (await host.ChangeAsync("createUnit", new { name = "Store", kind = "STORE", code = "S1" }, "unit { id }")).Id();
        for (var i = 0; i < 5; i++)
            await host.ChangeAsync("createContact", new { displayName = $"Person {i}", email = "family@mail.example", units = new[] { new { id = unit } } }, "contact { id }");

        const string query = """
            { contacts { nodes { units { name } a: units { name } b: units { name } duplicateCandidates { contact { displayName } }
              contactPoints { value } interactions { totalCount } account { name } } } }
            """;
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.QueryAsync(query)));
        Assert.All(answers, answer => Assert.Equal(5, answer.Nodes("contacts").Count));
        Assert.All(answers.SelectMany(answer => answer.Nodes("contacts")), contact => Assert.Equal("Store", contact.List("b")[0].Text("name")));
    }
}
