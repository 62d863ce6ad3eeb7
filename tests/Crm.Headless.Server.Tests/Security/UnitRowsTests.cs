using System.Text.Json;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Server.Tests.Security;

/// <summary>Somebody of a unit sees its branch of the organisation, on every path.</summary>
public sealed class UnitRowsTests(Hosts hosts) : IClassFixture<Hosts>
{
    static readonly string[] s_scopes = ["*"];

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Lists_and_counts_hold_what_belongs_to_the_branch(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var data = await host.QueryAsync(who, """
            { contacts(order: [{ displayName: ASC }]) { totalCount nodes { id } }
              accounts { totalCount nodes { name } }
              interactions { totalCount nodes { externalId } }
              units { totalCount } }
            """);
        Assert.Equal([organisation.Ours, organisation.Sibling], data.Nodes("contacts").Select(contact => contact.Id()));
        Assert.Equal(2, data.GetProperty("contacts").GetProperty("totalCount").GetInt32());
        Assert.Equal(["Ours " + organisation.Tag], data.Nodes("accounts").Select(account => account.Text("name")));
        Assert.Equal(["P1"], data.Nodes("interactions").Select(interaction => interaction.Text("externalId")));
        Assert.Equal(3, data.GetProperty("units").GetProperty("totalCount").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_person_is_exported_by_those_who_see_everything(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        const string Export = "mutation($input: ExportContactInput!) { exportContact(input: $input) { export errors { __typename } } }";
        var refused = await host.QueryAsync(who, Export, new { input = new { id = organisation.Ours } });
        Assert.Equal("ExportNeedsWholeSightError", refused.GetProperty("exportContact").List("errors")[0].Text("__typename"));
        var exported = await host.QueryAsync(Export, new { input = new { id = organisation.Ours } });
        Assert.Equal(JsonValueKind.Object, exported.GetProperty("exportContact").GetProperty("export").ValueKind);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_is_hidden_is_not_there_by_its_id(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var data = await host.QueryAsync(who, """
            query($contact: ID!, $account: ID!, $purchase: ID!, $unit: ID!) {
              contact(id: $contact) { id } account(id: $account) { id } interaction(id: $purchase) { id } unit(id: $unit) { id }
              node(id: $contact) { id } nodes(ids: [$contact, $account, $purchase, $unit]) { id } }
            """, new { contact = organisation.Theirs, account = organisation.TheirAccount, purchase = organisation.TheirPurchase, unit = organisation.SouthStore });
        foreach (var field in new[] { "contact", "account", "interaction", "unit", "node" })
            Assert.Equal(JsonValueKind.Null, data.GetProperty(field).ValueKind);
        Assert.All(data.List("nodes"), node => Assert.Equal(JsonValueKind.Null, node.ValueKind));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Nested_rows_filters_and_orders_go_by_the_same_rule(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var data = await host.QueryAsync(who, """
            { contacts(where: { interactions: { some: { externalId: { eq: "P3" } } } }) { totalCount }
              ours: contacts(where: { interactions: { some: { externalId: { eq: "P1" } } } }) {
                nodes { interactions { totalCount nodes { externalId } } units { name } } }
              interactions(where: { contact: { givenName: { eq: "Theirs" } } }, order: [{ contact: { displayName: ASC } }]) { totalCount } }
            """);
        Assert.Equal(0, data.GetProperty("contacts").GetProperty("totalCount").GetInt32());
        var ours = Assert.Single(data.Nodes("ours"));
        Assert.Equal(["P1"], ours.Nodes("interactions").Select(interaction => interaction.Text("externalId")));
        Assert.Equal(1, ours.GetProperty("interactions").GetProperty("totalCount").GetInt32());
        Assert.Equal(["N1 " + organisation.Tag], ours.List("units").Select(unit => unit.Text("name")));
        Assert.Equal(0, data.GetProperty("interactions").GetProperty("totalCount").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Search_finds_only_what_is_seen(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var found = await host.QueryAsync(who, "query($tag: String!) { search(text: $tag, first: 50) { __typename ... on Contact { id } ... on Unit { name } } }", new { tag = organisation.Tag });
        Assert.Equal(
            new[] { organisation.Ours, organisation.Sibling }.Order(),
            found.List("search").Where(hit => hit.TypeName() == "Contact").Select(hit => hit.Id()).Order());
        Assert.Equal(3, found.List("search").Count(hit => hit.TypeName() == "Unit"));
        Assert.Single(found.List("search"), hit => hit.TypeName() == "Account");
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_change_feed_leaves_out_what_is_hidden(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var ids = new HashSet<string?>();
        // PostgreSQL holds changes back while older transactions run, be they another test's.
        for (var patience = 300; patience > 0 && !ids.Contains(organisation.Ours); patience--, await Task.Delay(100))
            ids = (await host.QueryAsync(who, "{ changes(first: 500) { nodes { recordId } } }"))
                .GetProperty("changes").List("nodes").Select(change => change.Text("recordId")).ToHashSet();
        Assert.Contains(organisation.Ours, ids);
        Assert.DoesNotContain(organisation.Theirs, ids);
        Assert.DoesNotContain(organisation.TheirPurchase, ids);
        Assert.DoesNotContain(organisation.OurPurchaseInSouth, ids);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Each_event_of_a_subscription_is_checked_again(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        using var leaving = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var heard = new List<string?>();
        var listening = Task.Run(async () =>
        {
            await foreach (var answer in host.RunAsync(who, "subscription { contactChanged { id jobTitle } }", null, leaving.Token))
            {
                var contact = answer.GetProperty("data").GetProperty("contactChanged");
                heard.Add(contact.Text("jobTitle"));
                if (contact.Text("jobTitle") == "last") break;
            }
        });
        while (host.Services.GetRequiredService<TopicBroadcaster>().SubscriberCount == 0)
            await Task.Delay(20, leaving.Token);
        await RetitleAsync(host, organisation.Theirs, "theirs");
        await RetitleAsync(host, organisation.Sibling, "ours");
        await host.ChangeAsync("updateContact", new { id = organisation.Sibling, units = new[] { new { id = organisation.SouthStore } } }, "contact { id }");
        await RetitleAsync(host, organisation.Sibling, "gone");
        await RetitleAsync(host, organisation.Ours, "last");
        await listening.WaitAsync(leaving.Token);
        Assert.DoesNotContain("theirs", heard);
        Assert.DoesNotContain("gone", heard);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_mutation_finds_nothing_hidden(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        foreach (var (name, input) in new (string, object)[]
        {
            ("updateContact", new { id = organisation.Theirs, jobTitle = "mine now" }),
            ("archiveContact", new { id = organisation.Theirs }),
            ("updateAccount", new { id = organisation.TheirAccount, name = "mine now" }),
            ("voidInteraction", new { id = organisation.TheirPurchase, reason = "mine now" }),
            ("updateUnit", new { id = organisation.SouthStore, name = "mine now" }),
            ("recordInteraction", new { kind = "NOTE", contact = new { id = organisation.Theirs } }),
            ("recordInteraction", new { kind = "NOTE", contact = new { externalId = new { source = organisation.Tag, value = "Theirs" } } }),
            ("recordInteraction", new { kind = "NOTE", contact = new { identity = new { provider = "shop", issuer = organisation.Tag, subject = "Theirs" } } }),
            ("createContact", new { givenName = "New", units = new[] { new { id = organisation.SouthStore } } }),
        })
        {
            var error = await RefusalAsync(host, who, name, input);
            Assert.Equal("NotFoundError", error.TypeName());
        }
        var untouched = await host.QueryAsync("query($id: ID!) { contact(id: $id) { jobTitle status version } }", new { id = organisation.Theirs });
        Assert.Equal(1, untouched.GetProperty("contact").GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_key_that_a_hidden_record_has_is_taken_by_nobody_in_particular(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var key = await RefusalAsync(host, who, "createContact",
            new { givenName = "New", externalIds = new[] { new { source = organisation.Tag, value = "Theirs" } } }, "... on ExternalIdInUseError { recordId }");
        Assert.Null(key.Text("recordId"));
        var identity = await RefusalAsync(host, who, "createContact",
            new { givenName = "New", identities = new[] { new { provider = "shop", issuer = organisation.Tag, subject = "Theirs" } } }, "... on IdentityInUseError { contactId }");
        Assert.Null(identity.Text("contactId"));
        var purchase = await RefusalAsync(host, who, "recordInteraction",
            new { kind = "NOTE", contact = new { id = organisation.Ours }, source = organisation.Tag, externalId = "P2" }, "... on ExternalIdInUseError { recordId }");
        Assert.Null(purchase.Text("recordId"));
        var upserted = (await host.QueryAsync(who,
            "mutation($input: UpsertContactsInput!) { upsertContacts(input: $input) { refused rows { error { message } contact { id } } } }",
            new { input = new { contacts = new[] { new { source = organisation.Tag, externalId = "Theirs", givenName = "Taken" } } } })).GetProperty("upsertContacts");
        Assert.Equal(1, upserted.GetProperty("refused").GetInt32());
        Assert.DoesNotContain(organisation.Theirs, upserted.ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_somebody_of_a_unit_creates_belongs_to_the_unit(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        var created = (await host.QueryAsync(who, """
            mutation { createContact(input: { givenName: "New" }) { contact { units { id } } }
              createAccount(input: { name: "New" }) { account { units { id } } } }
            """));
        Assert.Equal(organisation.North, Assert.Single(created.GetProperty("createContact").GetProperty("contact").List("units")).Id());
        Assert.Equal(organisation.North, Assert.Single(created.GetProperty("createAccount").GetProperty("account").List("units")).Id());
        Assert.Equal("UnitMissingError", (await RefusalAsync(host, who, "createUnit", new { name = "Root", kind = "GROUP" })).TypeName());
        Assert.Equal("UnitMissingError", (await RefusalAsync(host, who, "createUser", new { name = "Everywhere" })).TypeName());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Setting_the_units_of_a_record_leaves_those_of_others_alone(DatabaseKind kind)
    {
        var (host, organisation, who) = await StartAsync(kind);
        await host.ChangeAsync("updateContact", new { id = organisation.Ours, units = new[] { new { id = organisation.FirstStore }, new { id = organisation.SouthStore } } }, "contact { id }");
        await host.QueryAsync(who, "mutation($input: UpdateContactInput!) { updateContact(input: $input) { contact { id } } }",
            new { input = new { id = organisation.Ours, units = new[] { new { id = organisation.North } } } });
        var units = (await host.QueryAsync("query($id: ID!) { contact(id: $id) { units { id } } }", new { id = organisation.Ours })).GetProperty("contact").List("units");
        Assert.Equal(new[] { organisation.North, organisation.SouthStore }.Order(), units.Select(unit => unit.Id()).Order());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Somebody_of_no_unit_sees_no_record(DatabaseKind kind)
    {
        var (host, _, _) = await StartAsync(kind);
        var data = await host.QueryAsync(Acting.Client([], s_scopes),
            "{ contacts { totalCount } accounts { totalCount } interactions { totalCount } units { totalCount } users { totalCount } }");
        Assert.All(data.EnumerateObject(), list => Assert.Equal(0, list.Value.GetProperty("totalCount").GetInt32()));
    }

    async Task<(CrmTestHost Host, Organisation Organisation, CrmPrincipal Who)> StartAsync(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var organisation = await Organisation.CreateAsync(host);
        return (host, organisation, Acting.Client(organisation.Units, s_scopes));
    }

    static Task RetitleAsync(CrmTestHost host, string contact, string title) =>
        host.ChangeAsync("updateContact", new { id = contact, jobTitle = title }, "contact { id }");

    static async Task<JsonElement> RefusalAsync(CrmTestHost host, CrmPrincipal who, string name, object input, string selection = "")
    {
        var data = await host.QueryAsync(who,
            $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ errors {{ __typename {selection} }} }} }}", new { input });
        return Assert.Single(data.GetProperty(name).GetProperty("errors").EnumerateArray());
    }
}
