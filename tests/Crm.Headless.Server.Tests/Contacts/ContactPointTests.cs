using System.Text.Json;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Contacts;

public sealed class ContactPointTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Points = "contact { id email phone version contactPoints { id kind value primary label verifiedAt } }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_first_point_of_a_kind_is_primary_and_stands_in_the_contact(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Ana" }, "contact { id }");

        contact = await host.ChangeAsync("addContactPoint", new { contactId = contact.Id(), kind = "EMAIL", value = "Ana@Example.com" }, Points);

        Assert.True(Assert.Single(contact.List("contactPoints")).GetProperty("primary").GetBoolean());
        Assert.Equal("Ana@Example.com", contact.Text("email"));
        Assert.Equal(2, contact.GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Making_one_primary_unmakes_the_other_one_of_its_kind(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { email = "one@example.com", phone = "1" }, "contact { id }");

        contact = await host.ChangeAsync("addContactPoint", new { contactId = contact.Id(), kind = "EMAIL", value = "two@example.com", primary = true }, Points);

        Assert.Equal(["1", "two@example.com"], Primaries(contact));
        Assert.Equal("two@example.com", contact.Text("email"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Removing_the_primary_one_promotes_the_next(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { email = "one@example.com" }, "contact { id }");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        contact = await host.ChangeAsync("addContactPoint", new { contactId = contact.Id(), kind = "EMAIL", value = "two@example.com" }, Points);
        var primary = contact.List("contactPoints").Single(point => point.GetProperty("primary").GetBoolean());

        contact = await host.ChangeAsync("removeContactPoint", new { id = primary.Id() }, Points);

        Assert.Equal(["two@example.com"], Primaries(contact));
        Assert.Equal("two@example.com", contact.Text("email"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Removing_the_last_one_leaves_the_contact_without(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Ana", phone = "030 1" }, Points);
        contact = await host.ChangeAsync("removeContactPoint", new { id = contact.List("contactPoints")[0].Id() }, Points);
        Assert.Null(contact.Text("phone"));
        Assert.Empty(contact.List("contactPoints"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_same_address_written_in_another_way_is_not_added_twice(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { email = "ana@example.com", phone = "+86 138-0013" }, "contact { id }");
        await host.ChangeAsync("addContactPoint", new { contactId = contact.Id(), kind = "EMAIL", value = "ANA@EXAMPLE.COM" }, "contact { id }");

        contact = await host.ChangeAsync("addContactPoint", new { contactId = contact.Id(), kind = "PHONE", value = "（86）１３８００１３" }, Points);

        Assert.Equal(2, contact.List("contactPoints").Count);
        Assert.Equal(1, contact.GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_value_is_not_verified_any_more(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new
        {
            givenName = "Ana",
            contactPoints = new[] { new { kind = "EMAIL", value = "ana@example.com", verified = true } },
        }, Points);
        var point = contact.List("contactPoints")[0];
        Assert.NotNull(point.Text("verifiedAt"));

        contact = await host.ChangeAsync("updateContactPoint", new { id = point.Id(), value = "new@example.com", label = "home" }, Points);

        point = Assert.Single(contact.List("contactPoints"));
        Assert.Null(point.Text("verifiedAt"));
        Assert.Equal("home", point.Text("label"));
        Assert.Equal("new@example.com", contact.Text("email"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_contact_has_at_most_fifty_points(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var points = Enumerable.Range(1, 51).Select(i => new { kind = "PHONE", value = $"{i}" });
        var error = await host.RefusedAsync("createContact", new { givenName = "Ana", contactPoints = points }, "... on TooManyError { max field }");
        Assert.Equal(50, error.GetProperty("max").GetInt32());
        Assert.Equal("input.contactPoints.50", string.Join('.', error.List("field")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_unknown_point_is_named(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var error = await host.RefusedAsync("removeContactPoint", new { id = GraphQL.GlobalId.Format("ContactPoint", Guid.NewGuid()) }, "... on NotFoundError { type }");
        Assert.Equal("ContactPoint", error.Text("type"));
    }

    static IEnumerable<string?> Primaries(JsonElement contact) => contact.List("contactPoints")
        .Where(point => point.GetProperty("primary").GetBoolean()).Select(point => point.Text("value")).Order(StringComparer.Ordinal);
}
