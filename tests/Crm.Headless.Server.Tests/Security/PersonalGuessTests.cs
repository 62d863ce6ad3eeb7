using System.Text.Json;
using Crm.Headless.Server.Security;
using Crm.Headless.Testing;
using Crm.Headless.Tests;

namespace Crm.Headless.Server.Tests.Security;

/// <summary>Who may not read personal data can't find them out by writing either: no answer tells whether a guess was right.</summary>
public sealed class PersonalGuessTests(Hosts hosts) : IClassFixture<Hosts>
{
    static CrmPrincipal Blind { get; } = Acting.Client(
        null, "contacts:read", "contacts:write", "interactions:read", "interactions:write", "units:read", "users:read", "users:write");

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_guess_at_a_contact_is_refused_whether_it_is_right_or_wrong(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var people = await Organisation.CreateAsync(host);
        foreach (var name in new[] { "Ours", "Wrong" })
        {
            var email = $"{name}@{people.Tag}.example";
            await RefusedAsync(host, "updateContact", new { id = people.Ours, givenName = name });
            await RefusedAsync(host, "updateContact", new { id = people.Ours, email });
            await RefusedAsync(host, "addContactPoint", new { contactId = people.Ours, kind = "EMAIL", value = email });
            await RefusedAsync(host, "addIdentity", new { contactId = people.Ours, provider = "shop", issuer = people.Tag, subject = name });
            await RefusedAsync(host, "createContact", new { givenName = "New", identities = new[] { new { provider = "shop", issuer = people.Tag, subject = name } } });
            await RefusedAsync(host, "recordInteraction", new { kind = "NOTE", contact = new { identity = new { provider = "shop", issuer = people.Tag, subject = name } } });
            await RefusedAsync(host, "correctInteraction", new { id = people.OurPurchaseInSouth, reason = "guess", subject = name });
            var row = await UpsertAsync(host, people.Tag, "Ours", email);
            Assert.Equal("PERSONAL_DATA_REFUSED", row.GetProperty("error").Text("code"));
        }
        var untouched = await host.QueryAsync("query($id: ID!) { contact(id: $id) { version } }", new { id = people.Ours });
        Assert.Equal(1, untouched.GetProperty("contact").GetProperty("version").GetInt32());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task New_people_and_what_is_not_personal_can_be_written(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var people = await Organisation.CreateAsync(host);
        var created = await UpsertAsync(host, people.Tag, "Visitor", $"visitor@{people.Tag}.example");
        Assert.Equal("CREATED", created.Text("outcome"));
        var updated = await host.QueryAsync(Blind, "mutation($input: UpdateContactInput!) { updateContact(input: $input) { contact { language } errors { __typename } } }",
            new { input = new { id = people.Ours, language = "de" } });
        Assert.Equal("de", updated.GetProperty("updateContact").GetProperty("contact").Text("language"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_a_merge_would_take_over_is_not_told_to_the_blind_and_not_theirs_to_choose(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var people = await Organisation.CreateAsync(host);
        var merging = Acting.Client(null, "contacts:read", "contacts:write", "contacts:merge");
        var guess = (await host.QueryAsync(merging, "mutation { createContact(input: { givenName: \"Guess\" }) { contact { id } } }")).GetProperty("createContact").GetProperty("contact").Text("id");

        const string Preview = "query($input: MergeContactsInput!) { contactMergePreview(input: $input) { fields } }";
        var told = await host.QueryAsync(merging, Preview, new { input = new { survivorId = guess, mergedId = people.Ours } });
        var chosen = await host.SendAsync(merging, Preview, new { input = new { survivorId = guess, mergedId = people.Ours, take = new[] { "EMAIL" } } });
        var seen = await host.QueryAsync(Preview, new { input = new { survivorId = guess, mergedId = people.Ours } });

        Assert.Empty(told.GetProperty("contactMergePreview").List("fields"));
        Assert.Contains("PERSONAL_DATA_REFUSED", chosen.ToString());
        Assert.NotEmpty(seen.GetProperty("contactMergePreview").List("fields"));
        var refused = await host.SendAsync(merging, "mutation($input: MergeContactsInput!) { mergeContacts(input: $input) { errors { __typename } } }",
            new { input = new { survivorId = guess, mergedId = people.Ours, take = new[] { "EMAIL" } } });
        Assert.Contains("PersonalDataRefusedError", refused.ToString());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_the_lines_of_an_interaction_say_is_not_guessed(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var people = await Organisation.CreateAsync(host);
        var gift = await SoldAsync(new { quantity = 1, gross = 10, attributes = new { engraving = "Ann" } });
        foreach (var guess in new[] { "Ann", "Wrong" })
            await RefusedAsync(host, "correctInteraction", new { id = gift, reason = "guess", lines = new[] { new { quantity = 1, gross = 10, attributes = new { engraving = guess } } } });
        await RefusedAsync(host, "correctInteraction", new { id = gift, reason = "guess", lines = new[] { new { quantity = 1, gross = 10 } } });

        var plain = await SoldAsync(new { quantity = 1, gross = 10 });
        await RefusedAsync(host, "correctInteraction", new { id = plain, reason = "guess", lines = new[] { new { quantity = 1, gross = 10, attributes = new { engraving = "Ann" } } } });
        var corrected = (await host.QueryAsync(Blind,
            "mutation($input: CorrectInteractionInput!) { correctInteraction(input: $input) { interaction { amount } errors { __typename } } }",
            new { input = new { id = plain, reason = "the price", lines = new[] { new { quantity = 1, gross = 9 } } } })).GetProperty("correctInteraction");
        Assert.Equal(9, corrected.GetProperty("interaction").GetProperty("amount").GetDecimal());

        async Task<string> SoldAsync(object line) => (await host.ChangeAsync(
            "recordInteraction", new { kind = "PURCHASE", contact = new { id = people.Ours }, currency = "EUR", lines = new[] { line } }, "interaction { id }")).Id();
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Who_has_a_subject_is_not_told(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var user = new { name = "Guess", issuer = "https://id.example", subject = Guid.NewGuid().ToString() };
        await host.ChangeAsync("createUser", user, "user { id }");
        var error = (await host.QueryAsync(Blind,
            "mutation($input: CreateUserInput!) { createUser(input: $input) { errors { __typename ... on SubjectInUseError { userId } } } }", new { input = user }))
            .GetProperty("createUser").List("errors")[0];
        Assert.Equal("SubjectInUseError", error.TypeName());
        Assert.Null(error.Text("userId"));
    }

    static async Task<JsonElement> UpsertAsync(CrmTestHost host, string source, string externalId, string email) => (await host.QueryAsync(Blind,
        "mutation($input: UpsertContactsInput!) { upsertContacts(input: $input) { rows { outcome error { code } } } }",
        new { input = new { contacts = new[] { new { source, externalId, givenName = "Guess", email } } } })).GetProperty("upsertContacts").List("rows")[0];

    static async Task RefusedAsync(CrmTestHost host, string name, object input)
    {
        var answer = await host.SendAsync(Blind,
            $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ errors {{ __typename ... on Error {{ message }} }} }} }}", new { input });
        Assert.Contains("PersonalDataRefusedError", answer.ToString());
    }
}
