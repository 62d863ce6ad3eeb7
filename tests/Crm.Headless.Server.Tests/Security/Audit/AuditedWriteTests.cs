using Crm.Headless.Server.Tests;
using Crm.Headless.Testing;

namespace Crm.Headless.Tests.Security;

public sealed class AuditedWriteTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_new_contact_leaves_one_entry_with_who_did_it_and_how(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact",
            new { givenName = "Ada", email = "ada@example.org", phone = "+44 20 7946 0000", externalIds = new[] { new { source = "erp", value = "ada" } } }, "contact { id }");

        var entry = Assert.Single(await host.AuditOfAsync(contact.Id()));

        Assert.Equal(("WRITE", "admin", "ADMINISTRATOR"), (entry.Text("kind"), entry.Text("actor"), entry.Text("actorKind")));
        Assert.Equal(("createContact", "CREATED", "Contact"), (entry.Text("operation"), entry.Text("change"), entry.Text("recordKind")));
        Assert.Contains(entry.GetProperty("changes").List("parts"), part => part.Text("kind") == "ContactPoint" && part.GetProperty("count").GetInt32() == 2);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_change_names_what_is_personal_and_shows_what_is_not(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Grace" }, "contact { id }");
        await host.ChangeAsync("updateContact", new { id = contact.Id(), givenName = "Grace B." }, "contact { id }");
        await host.ChangeAsync("archiveContact", new { id = contact.Id() }, "contact { id }");

        var entries = await host.AuditOfAsync(contact.Id());

        Assert.Equal(3, entries.Count);
        Assert.Equal("""{"members":{"displayName":{},"givenName":{}}}""", entries[1].GetProperty("changes").GetRawText());
        Assert.Equal("""{"members":{"status":{"from":"ACTIVE","to":"ARCHIVED"}}}""", entries[2].GetProperty("changes").GetRawText());
        Assert.Equal("archiveContact", entries[2].Text("operation"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_belongs_to_a_contact_is_told_in_the_contacts_entry(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Tim" }, "contact { id }");
        var account = await host.ChangeAsync("createAccount", new { name = "W3" }, "account { id }");
        await host.ChangeAsync("addAffiliation", new { contactId = contact.Id(), account = new { id = account.Id() } }, "contact { id }");
        var identity = await host.ChangeAsync("addIdentity",
            new { contactId = contact.Id(), provider = "shop", subject = "tim" }, "contact { identities { id } }");
        await host.ChangeAsync("removeIdentity", new { id = identity.List("identities")[0].Id() }, "contact { id }");

        var entries = await host.AuditOfAsync(contact.Id());

        Assert.Equal(["CREATED", "UPDATED", "UPDATED", "UPDATED"], entries.Select(entry => entry.Text("change")));
        Assert.Equal(["Affiliation CREATED", "Identity CREATED", "Identity DELETED"],
            entries.Skip(1).SelectMany(entry => entry.GetProperty("changes").List("parts")).Select(part => $"{part.Text("kind")} {part.Text("change")}"));
        Assert.Single(await host.AuditOfAsync(account.Id()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Every_kind_of_record_is_written_down(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var unit = await host.ChangeAsync("createUnit", new { name = "Store", code = "S1", kind = "STORE" }, "unit { id }");
        var account = await host.ChangeAsync("createAccount", new { name = "Acme" }, "account { id }");
        var contact = await host.ChangeAsync("createContact", new { givenName = "Linus" }, "contact { id }");
        var interaction = await host.ChangeAsync("recordInteraction",
            new { kind = "NOTE", contact = new { id = contact.Id() }, occurredAt = "2026-01-01T10:00:00Z", body = "hello" }, "interaction { id }");

        foreach (var record in new[] { unit, account, contact, interaction })
            Assert.Equal("CREATED", Assert.Single(await host.AuditOfAsync(record.Id())).Text("change"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_refused_mutation_leaves_nothing(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var identities = new[] { new { provider = "shop", subject = "taken" } };
        await host.ChangeAsync("createContact", new { givenName = "First", identities }, "contact { id }");
        var before = await host.AuditCountAsync();

        await host.RefusedAsync("createContact", new { givenName = "Second", identities });

        Assert.Equal(before, await host.AuditCountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_a_bulk_each_record_has_its_entry_and_what_said_nothing_new_has_none(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        object Rows(string name) => new { contacts = Enumerable.Range(0, 50).Select(i => new { source = "bulk", externalId = $"b{i}", givenName = i == 7 ? name : $"N{i}" }).ToArray() };
        var before = await host.AuditCountAsync();
        await host.BulkAsync("upsertContacts", Rows("N7"), "created");
        Assert.Equal(before + 50, await host.AuditCountAsync());

        await host.BulkAsync("upsertContacts", Rows("Seven"), "updated");

        Assert.Equal(before + 51, await host.AuditCountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Mutations_of_one_document_are_told_apart(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var data = await host.QueryAsync("""
            mutation {
              a: createContact(input: { givenName: "A" }) { contact { id } }
              b: createAccount(input: { name: "B" }) { account { id } }
            }
            """);
        Assert.Equal("createContact", (await host.AuditOfAsync(data.GetProperty("a").GetProperty("contact").Id()))[0].Text("operation"));
        Assert.Equal("createAccount", (await host.AuditOfAsync(data.GetProperty("b").GetProperty("account").Id()))[0].Text("operation"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Writers_who_meet_leave_one_entry_for_each_change_that_was_committed(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var contact = await host.ChangeAsync("createContact", new { givenName = "Race" }, "contact { id }");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => host.ChangeAsync("updateContact", new { id = contact.Id(), givenName = $"Race {i}" }, "contact { id }")));

        var version = await host.QueryAsync("query($id: ID!) { contact(id: $id) { version } }", new { id = contact.Id() });
        Assert.Equal(version.GetProperty("contact").GetProperty("version").GetInt32(), (await host.AuditOfAsync(contact.Id())).Count);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task No_personal_value_ever_stands_in_the_log(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        object Person(string canary) => new
        {
            givenName = $"Given{canary}",
            familyName = $"Family{canary}",
            jobTitle = $"Job{canary}",
            email = $"mail{canary}@example.org",
            phone = "+86 138 0013 4711",
            birthDate = new { year = 1934, month = 7, day = 13 },
        };
        var contact = await host.ChangeAsync("createContact", Person("Canary1"), "contact { id }");
        await host.ChangeAsync("addIdentity", new { contactId = contact.Id(), provider = "shop", subject = "SubjectCanary" }, "contact { id }");
        await host.ChangeAsync("updateContact", new { id = contact.Id(), givenName = "GivenCanary2", familyName = "FamilyCanary2", jobTitle = "JobCanary2" }, "contact { id }");
        await host.ChangeAsync("recordInteraction",
            new { kind = "NOTE", contact = new { id = contact.Id() }, occurredAt = "2026-01-01T10:00:00Z", subject = "TopicCanary", body = "BodyCanary" }, "interaction { id }");

        var log = await host.Database.DumpAsync("audit_entries");

        Assert.DoesNotContain("Canary", log);
        // Not as a part of a longer number, such as a time in microseconds.
        Assert.DoesNotMatch(@"0134711|(?<!\d)4711(?!\d)", log);
        Assert.DoesNotMatch(@"(?<!\d)1934(?!\d)", log);
    }
}
