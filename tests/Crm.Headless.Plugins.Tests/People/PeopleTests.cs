using System.Text.Json;
using Crm.Headless.Plugins.Tests.Life;
using Crm.Headless.Plugins.Tests.Loading;
using Crm.Headless.Plugins.Tests.Loyalty;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>People who turn out to be one, or two after all, who ask for what is known, and who ask to be forgotten.</summary>
public sealed class PeopleTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task Merging_and_separating_again_restores_both_exports(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var ann = await host.PersonAsync("ann", "+49 30 1234567");
        var anna = await host.PersonAsync("anna");
        var merged = await host.PersonAsync("annika");
        await host.HandledAsync();
        await host.MergeAsync(anna, merged); // chains come along
        var before = (await host.ExportAsync(ann), await host.ExportAsync(anna));

        var preview = (await host.Crm.QueryAsync(
            "query($input: MergeContactsInput!) { contactMergePreview(input: $input) { fields passivePlugins rows { owner type count } } }",
            new { input = new { survivorId = ann, mergedId = anna } })).GetProperty("contactMergePreview");
        Assert.Contains("{\"owner\":\"crm.loyalty\",\"type\":\"LoyaltyAccount\",\"count\":1}", JsonSerializer.Serialize(preview));
        Assert.Equal(0, preview.GetProperty("passivePlugins").GetArrayLength());

        await host.MergeAsync(ann, anna);
        var led = await host.Crm.QueryAsync(
            "query($id: ID!) { contact(id: $id) { id interactions(first: 50) { nodes { id } } loyalty { balance } } contacts(status: null) { nodes { id } } node(id: $id) { id } }", new { id = merged });
        Assert.Equal(ann, led.GetProperty("contact").GetProperty("id").GetString());
        Assert.Equal(ann, led.GetProperty("node").GetProperty("id").GetString());
        Assert.Equal(6, led.GetProperty("contact").GetProperty("interactions").GetProperty("nodes").GetArrayLength());
        Assert.Equal(3 * 42, led.GetProperty("contact").GetProperty("loyalty").GetProperty("balance").GetInt64());
        Assert.Equal(1, led.GetProperty("contacts").GetProperty("nodes").GetArrayLength());
        Assert.Contains("ContactMergedError", await host.ErrorAsync("mergeContacts", new { survivorId = anna, mergedId = merged }));
        Assert.Contains("merged into", await host.ErrorAsync("unmergeContacts", new { mergedId = merged }, "message"));

        await host.MustAsync("unmergeContacts", new { mergedId = anna });
        Assert.Equal(before.Item1.ToJsonString(), (await host.ExportAsync(ann)).ToJsonString());
        Assert.Equal(before.Item2.ToJsonString(), (await host.ExportAsync(anna)).ToJsonString());
        Assert.Contains("ContactNotMergedError", await host.ErrorAsync("unmergeContacts", new { mergedId = anna }));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_happens_after_the_merge_goes_to_the_survivor_and_stays_there(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var ann = await host.PersonAsync("ann");
        var anna = await host.PersonAsync("anna");
        await host.HandledAsync();
        await host.MergeAsync(ann, anna);
        await host.PurchaseAsync(anna, 8);
        await host.HandledAsync();
        Assert.Equal(92, await host.BalanceAsync(ann));
        await host.MustAsync("unmergeContacts", new { mergedId = anna });
        Assert.Equal((50, 42), (await host.BalanceAsync(ann), await host.BalanceAsync(anna)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_merges_at_the_same_time_one_succeeds(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var people = new[] { await host.PersonAsync("ann"), await host.PersonAsync("ben"), await host.PersonAsync("cleo") };
        await host.HandledAsync();
        var pairs = from survivor in people from merged in people where survivor != merged select (survivor, merged);
        var outcomes = await Task.WhenAll(pairs.Select(pair => host.ErrorAsync("mergeContacts", new { survivorId = pair.survivor, mergedId = pair.merged })));
        Assert.InRange(outcomes.Count(error => error is null), 1, 2);
        Assert.All(outcomes, error => Assert.True(error is null or "ContactMergedError" or "SameContactError", error));
        var left = (await host.Crm.QueryAsync("{ contacts(first: 10) { nodes { loyalty { balance } } } }")).GetProperty("contacts").GetProperty("nodes");
        Assert.Equal(3 - outcomes.Count(error => error is null), left.GetArrayLength());
        Assert.Equal(3 * 42, left.EnumerateArray().Sum(contact => contact.GetProperty("loyalty").GetProperty("balance").GetInt64()));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Whoever_is_merged_and_forgotten_at_the_same_time_is_either_and_nobody_is_left_half(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        for (var round = 0; round < 5; round++)
        {
            var (ann, ben) = (await host.PersonAsync($"ann{round}"), await host.PersonAsync($"ben{round}"));
            var isSurvivor = round % 2 == 0;
            var merge = host.ErrorAsync("mergeContacts", isSurvivor ? new { survivorId = ann, mergedId = ben } : new { survivorId = ben, mergedId = ann });
            var erase = host.ErrorAsync("eraseContact", new { id = ann });
            await Task.WhenAll(merge, erase);
            var isMerged = await merge is null;
            Assert.Equal(isMerged && !isSurvivor ? "ContactMergedError" : null, await erase);
            if (!isMerged) Assert.Equal("NotFoundError", await merge);
            var left = await host.Crm.Database.ScalarAsync($"SELECT count(*) FROM contacts WHERE display_name IN ('ann{round} ann{round}', 'ben{round} ben{round}')");
            Assert.Equal(!isMerged ? 1 : isSurvivor ? 0 : 2, left);
        }
        Assert.Equal(0, await host.Crm.Database.ScalarAsync(
            "SELECT count(*) FROM contacts c WHERE merged_into_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts s WHERE s.id = c.merged_into_id)"));
    }

    static async Task<string> RecordAsync(LoyaltyHost host, string contact, string body)
    {
        var data = await host.Crm.QueryAsync(
            "mutation($input: RecordInteractionInput!) { recordInteraction(input: $input) { interaction { id } } }", new { input = new { kind = "CALL", contact = new { id = contact }, body } });
        return data.GetProperty("recordInteraction").GetProperty("interaction").GetProperty("id").GetString()!;
    }

    static Task CorrectAsync(LoyaltyHost host, string interaction, object? contact, object? account = null) =>
        host.MustAsync("correctInteraction", new { id = interaction, reason = "wrong person", contact, account });

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Of_a_person_who_is_forgotten_nothing_is_left_in_any_column_of_any_table(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var ann = await host.PersonAsync("Canary", "+49 30 555123");
        var other = await host.PersonAsync("canarybird");
        await host.HandledAsync();
        await host.Crm.QueryAsync("mutation($input: LoyaltyRedeemInput!) { loyaltyRedeem(input: $input) { errors { __typename } } }",
            new { input = new { contactId = ann, points = 2, note = "canary asked for it", idempotencyKey = "canary-1" } });
        await host.MustAsync("mergeContacts", new { survivorId = ann, mergedId = other, take = new[] { "NAME" } });
        var stranger = await host.PersonAsync("Zoe");
        var company = (await host.Crm.QueryAsync("mutation { createAccount(input: { name: \"Company\" }) { account { id } } }"))
            .GetProperty("createAccount").GetProperty("account").GetProperty("id").GetString();
        await CorrectAsync(host, await RecordAsync(host, stranger, "canary called, and was taken for Zoe"), new { id = ann });
        await CorrectAsync(host, await RecordAsync(host, ann, "canary called for the company"), null, new { id = company });
        await CorrectAsync(host, await RecordAsync(host, ann, "Zoe called, and was taken for somebody else"), new { id = stranger });
        Assert.NotEmpty(await FoundAsync(host, "canary"));

        await host.MustAsync("eraseContact", new { id = ann });
        Assert.Empty(await FoundAsync(host, "canary"));
        Assert.Empty(await FoundAsync(host, "555123"));
        Assert.NotEmpty(await FoundAsync(host, "Zoe called"));
        var left = await host.Crm.QueryAsync("query($id: ID!) { contact(id: $id) { id } interactions(first: 50) { nodes { amount contact { id } } } auditVerify { isIntact } }", new { id = ann });
        Assert.Equal(JsonValueKind.Null, left.GetProperty("contact").ValueKind);
        Assert.Contains(left.GetProperty("interactions").GetProperty("nodes").EnumerateArray(), row => row.GetProperty("amount").ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task A_plugin_that_keeps_rows_about_contacts_and_takes_no_part_is_named_and_has_to_be_accepted()
    {
        using var plugins = new PluginsFolder();
        plugins.Compile("acme.notes", """
            public sealed class Notes : CrmPlugin { public override void ConfigureModel(ModelBuilder model) => model.Entity<NotesNote>().ToTable("notes_notes"); }
            [VisibleWith<Contact>(nameof(ContactId))] public sealed class NotesNote { public Guid Id { get; set; } public Guid ContactId { get; set; } }
            [Migration("20260101000000_notes")] public sealed class NotesInitial : Migration
            {
                protected override void Up(MigrationBuilder m) => m.CreateTable("notes_notes", table => new { id = table.Column<Guid>(), contact_id = table.Column<Guid>() },
                    constraints: table => table.PrimaryKey("pk_notes_notes", row => row.id));
            }
            """);
        await using var host = await CrmTestHost.StartAsync(new CrmTestOptions { PluginsFolder = plugins.Root });
        var data = await host.QueryAsync("""mutation { a: createContact(input: { givenName: "A" }) { contact { id } } b: createContact(input: { givenName: "B" }) { contact { id } } }""");
        var (a, b) = (IdIn(data, "a"), IdIn(data, "b"));
        const string Merge = "mutation($input: MergeContactsInput!) { mergeContacts(input: $input) { contact { id } errors { __typename ... on Error { message } } } }";
        var refused = (await host.QueryAsync(Merge, new { input = new { survivorId = a, mergedId = b } })).GetProperty("mergeContacts").GetProperty("errors")[0];
        Assert.Equal("PluginsPassiveError", refused.GetProperty("__typename").GetString());
        Assert.Contains("acme.notes", refused.GetProperty("message").GetString());
        var accepted = (await host.QueryAsync(Merge, new { input = new { survivorId = a, mergedId = b, acceptPlugins = new[] { "acme.notes" } } })).GetProperty("mergeContacts");
        Assert.Equal(a, accepted.GetProperty("contact").GetProperty("id").GetString());

        // One that is disabled can't be asked.
        await host.ChangeAsync("pluginDisable", new { id = "acme.notes" });
        const string Erase = "mutation($input: EraseContactInput!) { eraseContact(input: $input) { erasedIds errors { __typename ... on Error { message } } } }";
        refused = (await host.QueryAsync(Erase, new { input = new { id = a } })).GetProperty("eraseContact").GetProperty("errors")[0];
        Assert.Equal("PluginsPassiveError", refused.GetProperty("__typename").GetString());
        Assert.Contains("they aren't enabled: acme.notes", refused.GetProperty("message").GetString());
        var erased = (await host.QueryAsync(Erase, new { input = new { id = a, acceptPlugins = new[] { "acme.notes" } } })).GetProperty("eraseContact");
        Assert.Equal(2, erased.GetProperty("erasedIds").GetArrayLength());
    }

    static string IdIn(JsonElement data, string alias) => data.GetProperty(alias).GetProperty("contact").GetProperty("id").GetString()!;

    /// <summary>Where a text stands in the database.</summary>
    static Task<IReadOnlyList<string>> FoundAsync(LoyaltyHost host, string text) =>
        EveryColumn.FindAsync(host.Crm.Services.GetRequiredService<Database>(), value => EveryColumn.Holds(value, text));
}
