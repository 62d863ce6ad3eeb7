using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Units;

public sealed class UnitTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_unit_shows_the_way_from_its_root(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var store = await BranchAsync(host);
        Assert.Equal(["Group", "Brand", "Store"], store.List("path").Select(unit => unit.Text("name")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_unit_moves_with_all_below_it(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var store = await BranchAsync(host);
        var other = await host.ChangeAsync("createUnit", new { name = "Other", kind = "GROUP" }, "unit { id }");

        await host.ChangeAsync("updateUnit", new { id = store.List("path")[1].Id(), parent = new { id = other.Id() } }, "unit { id }");

        var moved = await host.QueryAsync("query($id: ID!) { unit(id: $id) { path { name } } }", new { id = store.Id() });
        Assert.Equal(["Other", "Brand", "Store"], moved.GetProperty("unit").List("path").Select(unit => unit.Text("name")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_unit_cannot_be_below_itself(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var store = await BranchAsync(host);
        var error = await host.RefusedAsync("updateUnit", new { id = store.List("path")[0].Id(), parent = new { id = store.Id() } });
        Assert.Equal("CycleError", error.TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_code_belongs_to_one_unit_only(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var first = await host.ChangeAsync("createUnit", new { name = "One", kind = "STORE", code = "DUP" }, "unit { id }");
        var error = await host.RefusedAsync("createUnit", new { name = "Two", kind = "STORE", code = "DUP" }, "... on CodeInUseError { unitId }");
        Assert.Equal(first.Id(), error.Text("unitId"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_update_sets_the_units_of_a_contact_and_contacts_can_be_filtered_by_them(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        foreach (var code in new[] { "U1", "U2", "U3" }) await host.ChangeAsync("createUnit", new { name = code, kind = "TEAM", code }, "unit { id }");
        var contact = await host.ChangeAsync("createContact", new { givenName = "Ana", units = new[] { new { code = "U1" }, new { code = "U2" } } }, "contact { id }");

        contact = await host.ChangeAsync("updateContact", new { id = contact.Id(), units = new[] { new { code = "U2" }, new { code = "U3" } } }, "contact { id version units { code } }");

        Assert.Equal(["U2", "U3"], contact.List("units").Select(unit => unit.Text("code")));
        Assert.Equal(2, contact.GetProperty("version").GetInt32());
        var found = await host.QueryAsync("{ contacts(where: {unitMemberships: {some: {unit: {code: {eq: \"U3\"}}}}}) { nodes { givenName } } }");
        Assert.Single(found.Nodes("contacts"));
        var members = await host.QueryAsync("{ units(where: {code: {eq: \"U3\"}}) { nodes { memberships { nodes { contact { givenName } } } } } }");
        Assert.Equal("Ana", Assert.Single(Assert.Single(members.Nodes("units")).Nodes("memberships")).GetProperty("contact").Text("givenName"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_user_owns_contacts_and_works_for_a_unit(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        await host.ChangeAsync("createUnit", new { name = "Desk", kind = "TEAM", code = "DESK" }, "unit { id }");
        var user = await host.ChangeAsync("createUser", new { name = "Sam", email = "sam@example.com", unit = new { code = "DESK" } }, "user { id unit { name } }");
        await host.ChangeAsync("createContact", new { givenName = "Ana", ownerId = user.Id() }, "contact { id }");

        var found = await host.QueryAsync("{ contacts(where: {owner: {email: {eq: \"sam@example.com\"}}}) { nodes { givenName owner { name } } } }");

        Assert.Equal("Desk", user.GetProperty("unit").Text("name"));
        Assert.Equal("Sam", Assert.Single(found.Nodes("contacts")).GetProperty("owner").Text("name"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_subject_at_an_issuer_is_one_user_only(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var first = await host.ChangeAsync("createUser", new { name = "One", issuer = "https://id.example", subject = "1" }, "user { id }");
        var error = await host.RefusedAsync("createUser", new { name = "Two", issuer = "https://id.example", subject = "1" }, "... on SubjectInUseError { userId }");
        Assert.Equal(first.Id(), error.Text("userId"));
        Assert.Equal("BlankError", (await host.RefusedAsync("createUser", new { name = "Three", subject = "3" })).TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Units_that_are_moved_below_each_other_at_the_same_time_make_no_ring(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        for (var i = 0; i < 5; i++)
        {
            var one = await host.ChangeAsync("createUnit", new { name = "One", kind = "TEAM" }, "unit { id }");
            var two = await host.ChangeAsync("createUnit", new { name = "Two", kind = "TEAM" }, "unit { id }");
            var moved = await Task.WhenAll(MoveAsync(host, one, two), MoveAsync(host, two, one));
            Assert.Single(moved, answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Null);
        }
    }

    static Task<JsonElement> MoveAsync(CrmTestHost host, JsonElement unit, JsonElement parent) =>
        host.BulkAsync("updateUnit", new { id = unit.Id(), parent = new { id = parent.Id() } }, "errors { __typename }");

    static async Task<JsonElement> BranchAsync(CrmTestHost host)
    {
        var group = await host.ChangeAsync("createUnit", new { name = "Group", kind = "GROUP" }, "unit { id }");
        var brand = await host.ChangeAsync("createUnit", new { name = "Brand", kind = "BRAND", parent = new { id = group.Id() } }, "unit { id }");
        return await host.ChangeAsync("createUnit", new { name = "Store", kind = "STORE", parent = new { id = brand.Id() } }, "unit { id path { id name } }");
    }
}
