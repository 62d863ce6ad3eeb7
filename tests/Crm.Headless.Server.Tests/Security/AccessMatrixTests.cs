using System.Text.Json;
using Crm.Headless.Server.Cli;
using Crm.Headless.Testing;

namespace Crm.Headless.Server.Tests.Security;

/// <summary>Who may use what, for review.</summary>
public sealed class AccessMatrixTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Document =
        """
        query($roles: [AccessRoleInput!], $type: String) {
          accessMatrix(roles: $roles, type: $type) { roles { name scopes member } rows { coordinate owner scope personal levels } }
        }
        """;

    static readonly object[] Roles =
    [
        new { name = "all", scopes = new[] { "*" } },
        new { name = "reader", scopes = new[] { "contacts:read" } },
        new { name = "stranger", scopes = new[] { "units:read" } },
        new { name = "member", scopes = new[] { "contacts:read" }, member = true },
    ];

    [Theory]
    [InlineData("Contact", "Contact.email", "FULL MASKED NONE FULL")]
    [InlineData("Contact", "Contact.source", "FULL FULL NONE NONE")]
    [InlineData("Contact", "Contact.account", "FULL NONE NONE NONE")]
    [InlineData("Contact", "Contact.duplicateCandidates", "FULL NONE NONE NONE")]
    [InlineData("Query", "Query.contacts(where:)", "FULL FULL NONE NONE")]
    [InlineData("ContactFilterInput", "ContactFilterInput.email", "FULL NONE NONE NONE")]
    [InlineData("ContactFilterInput", "ContactFilterInput.language", "FULL FULL NONE NONE")]
    [InlineData("ContactSortInput", "ContactSortInput.displayName", "FULL NONE NONE NONE")]
    [InlineData("Mutation", "Mutation.createContact", "FULL NONE NONE NONE")]
    public async Task It_says_how_far_each_role_may_use_each_element(string type, string coordinate, string levels)
    {
        var rows = (await MatrixAsync(new { roles = Roles, type })).List("rows");

        var row = Assert.Single(rows, row => row.Text("coordinate") == coordinate);
        Assert.Equal(levels, string.Join(' ', row.List("levels")));
    }

    [Fact]
    public async Task It_names_what_an_element_needs_and_whose_it_is()
    {
        var row = (await MatrixAsync(new { roles = Roles, type = "Contact" })).List("rows").Single(row => row.Text("coordinate") == "Contact.email");

        Assert.Equal("""{"coordinate":"Contact.email","owner":"core","scope":"contacts:read","personal":true,"levels":["FULL","MASKED","NONE","FULL"]}""",
            row.GetRawText());
    }

    [Fact]
    public async Task Without_roles_it_has_those_of_every_scope_and_an_administrator_has_everything()
    {
        var matrix = await MatrixAsync(new { });

        Assert.Equal(["*", "without personal data", "member", "access:read"], matrix.List("roles").Take(4).Select(role => role.Text("name")));
        Assert.All(matrix.List("rows"), row => Assert.Equal("FULL", row.List("levels")[0].GetString()));
        Assert.True(matrix.List("rows").Count > 500);
    }

    [Fact]
    public async Task It_is_what_the_schema_of_that_role_says()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var scopes = new[] { "contacts:read", "units:read" };
        var reachable = (await MatrixAsync(new { roles = new[] { new { name = "reader", scopes } } })).List("rows")
            .Where(row => row.List("levels")[0].GetString() != "NONE" && !row.Text("coordinate")!.Contains('(')).Select(row => row.Text("coordinate"));

        var answer = await host.QueryAsync(
            Acting.Client(null, scopes), "{ __schema { types { name fields(includeDeprecated: true) { name } inputFields(includeDeprecated: true) { name } } } }");
        var seen =
            from type in answer.GetProperty("__schema").List("types")
            where !type.Text("name")!.StartsWith("__", StringComparison.Ordinal)
            from kind in (string[])["fields", "inputFields"]
            where type.GetProperty(kind).ValueKind == JsonValueKind.Array
            from field in type.List(kind)
            select $"{type.Text("name")}.{field.Text("name")}";
        Assert.Equal(seen.Order(), reachable.Order());
    }

    [Fact]
    public async Task The_command_prints_it()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(
            ["access", "--scopes", "contacts:read", "--type", "Contact", $"--Crm:Plugins:Folder={Path.GetTempPath()}crm-test-no-plugins"], output, error, default);

        Assert.True(code == 0, error.ToString());
        Assert.StartsWith("element\towner\tscope\tpersonal\tcontacts:read", output.ToString());
        Assert.Contains("Contact.email\tcore\tcontacts:read\tpersonal\tmasked", output.ToString());
    }

    async Task<JsonElement> MatrixAsync(object variables) =>
        (await (await hosts.OnAsync(DatabaseKind.Sqlite)).QueryAsync(Document, variables)).GetProperty("accessMatrix");
}
