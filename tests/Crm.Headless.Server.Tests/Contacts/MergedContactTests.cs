using System.Text.Json;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Tests.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Npgsql;

namespace Crm.Headless.Server.Tests.Contacts;

/// <summary>The record of a contact that was merged leads to the survivor, and is nobody by itself.</summary>
public sealed class MergedContactTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Whoever_does_not_see_the_survivor_sees_nothing_by_the_merged_id_and_writes_nothing_through_it(DatabaseKind kind)
    {
        var (host, people, who) = await StartAsync(kind);
        await MergeAsync(host, people.Sibling, people.Ours);
        Assert.Equal(people.Sibling, (await ReadAsync(host, who, people)).GetProperty("node").Id());
        await host.ChangeAsync("updateContact", new { id = people.Ours, units = new[] { new { id = people.SouthStore } } }, "contact { id }");

        var data = await ReadAsync(host, who, people);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("contact").ValueKind);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("node").ValueKind);
        Assert.DoesNotContain($"Ours@{people.Tag}.example", data.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("NotFoundError", await NoteAsync(host, who, new { kind = "NOTE", contact = new { id = people.Ours } }));
        var participants = new[] { new { contact = new { id = people.Ours }, role = "GUEST" } };
        Assert.Equal("NotFoundError", await NoteAsync(host, who, new { kind = "NOTE", account = new { externalId = new { source = people.Tag, value = "Ours" } }, participants }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Whoever_sees_the_survivor_goes_on_with_the_merged_id(DatabaseKind kind)
    {
        var (host, people, who) = await StartAsync(kind);
        await MergeAsync(host, people.Sibling, people.Ours);
        foreach (var contact in new object[]
        {
            new { id = people.Ours },
            new { externalId = new { source = people.Tag, value = "Ours" } },
            new { identity = new { provider = "shop", issuer = people.Tag, subject = "Ours" } },
        })
            Assert.Null(await NoteAsync(host, who, new { kind = "NOTE", contact, participants = new[] { new { contact, role = "GUEST" } } }));
        var notes = (await host.QueryAsync(who,
            "query($id: ID!) { contact(id: $id) { interactions(where: { kind: { eq: NOTE } }) { nodes { contact { id } participants { contact { id } } } } } }",
            new { id = people.Sibling })).GetProperty("contact").Nodes("interactions");
        Assert.Equal(3, notes.Count);
        Assert.All(notes, note => Assert.Equal(people.Sibling, note.GetProperty("contact").Id()));
        Assert.All(notes, note => Assert.Equal(people.Sibling, Assert.Single(note.List("participants")).GetProperty("contact").Id()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Units_and_accounts_count_a_person_once(DatabaseKind kind)
    {
        var (host, people, _) = await StartAsync(kind);
        var account = new { externalId = new { source = people.Tag, value = "Ours" } };
        foreach (var contact in new[] { people.Ours, people.Sibling })
            await host.ChangeAsync("addAffiliation", new { contactId = contact, account, role = "EMPLOYEE", primary = true }, "contact { id }");
        await MergeAsync(host, people.Sibling, people.Ours);
        var data = await host.QueryAsync("""
            query($unit: ID!, $source: String!) {
              unit(id: $unit) { memberships { totalCount nodes { contact { id } account { id } } } }
              accounts(where: { externalIds: { some: { source: { eq: $source }, value: { eq: "Ours" } } } }) {
                nodes { contacts(status: null) { totalCount nodes { id } } affiliations { totalCount nodes { contact { id } } } } } }
            """, new { unit = people.FirstStore, source = people.Tag });

        var members = data.GetProperty("unit").GetProperty("memberships");
        Assert.Equal(2, members.GetProperty("totalCount").GetInt32()); // the survivor and the account
        Assert.Equal(people.Sibling, Assert.Single(members.List("nodes"), node => node.GetProperty("contact").ValueKind != JsonValueKind.Null).GetProperty("contact").Id());
        var found = Assert.Single(data.Nodes("accounts"));
        Assert.Equal(1, found.GetProperty("contacts").GetProperty("totalCount").GetInt32());
        Assert.Equal(people.Sibling, Assert.Single(found.Nodes("contacts")).Id());
        Assert.Equal(1, found.GetProperty("affiliations").GetProperty("totalCount").GetInt32());
        Assert.Equal(people.Sibling, Assert.Single(found.Nodes("affiliations")).GetProperty("contact").Id());
    }

    [Theory, OnPostgreSql]
    public async Task What_is_recorded_while_a_merge_runs_is_the_survivors(DatabaseKind kind)
    {
        foreach (var by in new[] { "id", "externalId", "identity", "participant" })
        {
            var (host, people, _) = await StartAsync(kind);
            object contact = by switch
            {
                "externalId" => new { externalId = new { source = people.Tag, value = "Ours" } },
                "identity" => new { identity = new { provider = "shop", issuer = people.Tag, subject = "Ours" } },
                _ => new { id = people.Ours },
            };
            object note = by == "participant"
                ? new { kind = "NOTE", contact = new { id = people.Theirs }, participants = new[] { new { contact, role = "GUEST" } } }
                : new { kind = "NOTE", contact };

            // Holds the merge up in its midst, where it has locked the contacts and moves what was recorded about them.
            await using var other = new NpgsqlConnection(host.Database.ConnectionString);
            await other.OpenAsync();
            await using var held = await other.BeginTransactionAsync();
            await CountAsync(other, $"SELECT count(*) FROM (SELECT 1 FROM interactions WHERE contact_id = '{Acting.Key(people.Ours)}' FOR UPDATE) held");
            var merge = MergeAsync(host, people.Sibling, people.Ours);
            await Eventually.IsAsync(() => WaitAsync(other, 1));
            var recorded = host.ChangeAsync("recordInteraction", note, "interaction { contact { id } participants { contact { id } } }");
            await Eventually.IsAsync(() => WaitAsync(other, 2));
            await held.RollbackAsync();
            await merge;

            var interaction = await recorded;
            var subject = by == "participant" ? Assert.Single(interaction.List("participants")) : interaction;
            Assert.Equal((by, people.Sibling), (by, subject.GetProperty("contact").Id()));
        }
    }

    static async Task<bool> WaitAsync(NpgsqlConnection connection, int count) => await CountAsync(connection,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") >= count;

    static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    async Task<(CrmTestHost Host, Organisation People, CrmPrincipal Who)> StartAsync(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var people = await Organisation.CreateAsync(host);
        return (host, people, Acting.Client(people.Units, "*"));
    }

    static Task MergeAsync(CrmTestHost host, string survivorId, string mergedId) => host.ChangeAsync("mergeContacts", new { survivorId, mergedId }, "contact { id }");

    static Task<JsonElement> ReadAsync(CrmTestHost host, CrmPrincipal who, Organisation people) => host.QueryAsync(who, """
        query($id: ID!, $unit: ID!) {
          contact(id: $id) { id }
          node(id: $id) { id ... on Contact { displayName email } }
          unit(id: $unit) { memberships { nodes { contact { email } } } } }
        """, new { id = people.Ours, unit = people.FirstStore });

    static async Task<string?> NoteAsync(CrmTestHost host, CrmPrincipal who, object input)
    {
        var errors = (await host.QueryAsync(who,
            "mutation($input: RecordInteractionInput!) { recordInteraction(input: $input) { errors { __typename } } }", new { input }))
            .GetProperty("recordInteraction").GetProperty("errors");
        return errors.ValueKind == JsonValueKind.Null ? null : errors[0].TypeName();
    }
}
