using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Contacts;

public sealed class AffiliationTests(Hosts hosts) : IClassFixture<Hosts>
{
    const string Places = "contact { id version account { name } affiliations { id role primary from to account { name } } }";

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_primary_affiliation_is_the_contacts_account(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var (contact, a, b) = await ContactAndAccountsAsync(host);
        var place = await host.ChangeAsync("addAffiliation", new { contactId = contact, account = new { id = a } }, Places);
        Assert.Equal("A", place.GetProperty("account").Text("name"));

        place = await host.ChangeAsync("addAffiliation", new { contactId = contact, account = new { id = b }, role = "Owner" }, Places);
        Assert.Equal("A", place.GetProperty("account").Text("name"));

        var second = place.List("affiliations").Single(one => one.Text("role") == "Owner");
        place = await host.ChangeAsync("updateAffiliation", new { id = second.Id(), primary = true }, Places);
        Assert.Equal("B", place.GetProperty("account").Text("name"));
        Assert.Single(place.List("affiliations"), one => one.GetProperty("primary").GetBoolean());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task When_the_primary_one_goes_another_takes_its_place(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var (contact, a, b) = await ContactAndAccountsAsync(host);
        var first = await host.ChangeAsync("addAffiliation", new { contactId = contact, account = new { id = a } }, Places);
        await host.ChangeAsync("addAffiliation", new { contactId = contact, account = new { id = b } }, Places);

        var left = await host.ChangeAsync("removeAffiliation", new { id = first.List("affiliations")[0].Id() }, Places);
        Assert.Equal("B", left.GetProperty("account").Text("name"));

        left = await host.ChangeAsync("removeAffiliation", new { id = left.List("affiliations")[0].Id() }, Places);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, left.GetProperty("account").ValueKind);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_last_day_is_not_before_the_first(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var (contact, a, _) = await ContactAndAccountsAsync(host);
        var error = await host.RefusedAsync("addAffiliation",
            new { contactId = contact, account = new { id = a }, from = "2021-01-02", to = "2021-01-01" }, "... on InvalidDateError { field }");
        Assert.Equal("input.to", string.Join('.', error.List("field")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Contacts_can_be_filtered_and_ordered_by_their_account(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        foreach (var name in new[] { "Zebra", "Yak" })
        {
            var account = await host.ChangeAsync("createAccount", new { name, industry = "Zoo" }, "account { id }");
            await host.ChangeAsync("createContact", new { givenName = "At " + name, affiliations = new[] { new { account = new { id = account.Id() } } } }, "contact { id }");
        }

        var found = await host.QueryAsync(
            "{ contacts(where: {account: {industry: {eq: \"Zoo\"}}}, order: [{account: {name: ASC}}]) { nodes { givenName } } }");

        Assert.Equal(["At Yak", "At Zebra"], found.Nodes("contacts").Select(node => node.Text("givenName")));
    }

    static async Task<(string Contact, string A, string B)> ContactAndAccountsAsync(CrmTestHost host) => (
        (await host.ChangeAsync("createContact", new { givenName = "Ana" }, "contact { id }")).Id(),
        (await host.ChangeAsync("createAccount", new { name = "A" }, "account { id }")).Id(),
        (await host.ChangeAsync("createAccount", new { name = "B" }, "account { id }")).Id());
}
