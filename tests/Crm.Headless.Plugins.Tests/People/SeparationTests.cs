using System.Text.Json;
using Crm.Headless.Plugins.Tests.Loyalty;
using Crm.Headless.Server.Contacts.Lifecycle;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Testing;
using Crm.Headless.Testing.Conformance;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Headless.Plugins.Tests.People;

/// <summary>Who was merged and is separated again, whatever came in between.</summary>
public sealed class SeparationTests
{
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_contact_is_not_separated_from_a_survivor_that_was_merged_itself_meanwhile(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (dora, ann, ben) = (await CreateAsync(host, "dora"), await CreateAsync(host, "ann"), await CreateAsync(host, "ben"));
        await host.MergeAsync(ann, ben);
        using var lease = host.Crm.Services.GetRequiredService<IHandlerSource>().Lease();
        await using var db = await lease.OpenAsync(default);
        var found = await db.Set<MergeRecord>().AsNoTracking().SingleAsync();
        await host.MergeAsync(dora, ann);
        await Assert.ThrowsAsync<ContactMergedException>(() =>
            ContactMerging.UnmergeAsync(db, new(found.Id, found.SurvivorId, found.MergedId), DateTimeOffset.UnixEpoch, default));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Nobody_keeps_the_address_of_who_is_separated(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (ann, ben) = (await CreateAsync(host, "ann"), await CreateAsync(host, "ben"));
        await host.MergeAsync(ann, ben);
        await host.MustAsync("removeContactPoint", new { id = await PointAsync(host, ann, "ann@example.com") });
        Assert.Equal("ben@example.com", await EmailAsync(host, ann));

        await host.UnmergeAsync(ben);
        Assert.Equal((null, "ben@example.com"), (await EmailAsync(host, ann), await EmailAsync(host, ben)));
        await host.EraseAsync(ben);
        Assert.Empty(await EveryColumn.FindAsync(host.Crm.Services.GetRequiredService<Database>(), value => EveryColumn.Holds(value, "ben@example.com")));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_address_that_comes_back_is_the_first_choice_again(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (ann, ben) = (await host.CreateContactAsync(), await CreateAsync(host, "ben"));
        await host.MergeAsync(ann, ben);
        await host.MustAsync("updateContact", new { id = ann, email = "new@example.com" });
        await host.UnmergeAsync(ben);
        await host.MustAsync("addContactPoint", new { contactId = ben, kind = "PHONE", value = "+49 30 7654321" });
        Assert.Equal(("new@example.com", "ben@example.com"), (await EmailAsync(host, ann), await EmailAsync(host, ben)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task An_address_that_was_taken_is_the_first_choice_and_stays_so(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (ann, ben) = (await CreateAsync(host, "ann"), await CreateAsync(host, "ben"));
        await host.MustAsync("mergeContacts", new { survivorId = ann, mergedId = ben, take = new[] { "EMAIL" } });
        await host.MustAsync("addContactPoint", new { contactId = ann, kind = "PHONE", value = "+49 30 7654321" });
        Assert.Equal("ben@example.com", await EmailAsync(host, ann));
        await host.UnmergeAsync(ben);
        await host.MustAsync("addContactPoint", new { contactId = ann, kind = "PHONE", value = "+49 30 7654322" });
        Assert.Equal(("ann@example.com", "ben@example.com"), (await EmailAsync(host, ann), await EmailAsync(host, ben)));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_was_taken_is_given_back_to_the_row(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (ann, ben) = (await CreateAsync(host, "ann", "+49 30 7654321"), await CreateAsync(host, "ben", "+49 30 7654322"));
        var (acme, other) = (await AccountAsync(host, "Acme"), await AccountAsync(host, "Other"));
        await AffiliateAsync(host, ann, acme, "Owner");
        await AffiliateAsync(host, ann, acme, "Purchasing", primary: true);
        await AffiliateAsync(host, ann, other, "Sales");
        await AffiliateAsync(host, ben, other, "Sales");
        var before = await ExportsAsync(host, ann, ben);
        await host.MustAsync("mergeContacts", new { survivorId = ann, mergedId = ben, take = new[] { "EMAIL", "PHONE", "ACCOUNT" } });
        Assert.Equal("Other: Sales", Assert.Single(await PlacesAsync(host, ann, onlyPrimary: true)));
        await host.UnmergeAsync(ben);
        Assert.Equal(before, await ExportsAsync(host, ann, ben));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_survivor_gets_other_roles_at_the_accounts_that_it_has(DatabaseKind kind)
    {
        await using var host = await LoyaltyHost.StartAsync(kind);
        var (ann, ben, acme) = (await CreateAsync(host, "ann"), await CreateAsync(host, "ben"), await AccountAsync(host, "Acme"));
        await AffiliateAsync(host, ann, acme, "Owner");
        await AffiliateAsync(host, ben, acme, "Purchasing");
        await AffiliateAsync(host, ben, acme, "Owner");
        var before = await ExportsAsync(host, ann, ben);
        await host.MergeAsync(ann, ben);
        Assert.Equal(["Acme: Owner", "Acme: Purchasing"], await PlacesAsync(host, ann));
        Assert.Equal("Acme: Owner", Assert.Single(await PlacesAsync(host, ann, onlyPrimary: true)));
        await host.UnmergeAsync(ben);
        Assert.Equal(before, await ExportsAsync(host, ann, ben));
    }

    static async Task<string> CreateAsync(LoyaltyHost host, string name, string? phone = null)
    {
        var id = await host.CreateContactAsync(name);
        await host.MustAsync("updateContact", new { id, email = $"{name}@example.com" });
        if (phone is not null) await host.MustAsync("updateContact", new { id, phone });
        return id;
    }

    static async Task<string> AccountAsync(LoyaltyHost host, string name) =>
        (await host.Crm.QueryAsync("mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }", new { input = new { name } }))
        .GetProperty("createAccount").GetProperty("account").GetProperty("id").GetString()!;

    static Task AffiliateAsync(LoyaltyHost host, string contact, string account, string role, bool primary = false) =>
        host.MustAsync("addAffiliation", new { contactId = contact, account = new { id = account }, role, primary });

    static async Task<string?> EmailAsync(LoyaltyHost host, string contact) => (await ContactAsync(host, contact)).GetProperty("email").GetString();

    static async Task<string> PointAsync(LoyaltyHost host, string contact, string value) => (await ContactAsync(host, contact)).GetProperty("contactPoints").EnumerateArray()
        .Single(point => point.GetProperty("value").GetString() == value).GetProperty("id").GetString()!;

    static async Task<IReadOnlyList<string>> PlacesAsync(LoyaltyHost host, string contact, bool onlyPrimary = false) =>
    [
        .. (await ContactAsync(host, contact)).GetProperty("affiliations").EnumerateArray().Where(place => !onlyPrimary || place.GetProperty("primary").GetBoolean())
            .Select(place => $"{place.GetProperty("account").GetProperty("name").GetString()}: {place.GetProperty("role").GetString()}").Order(),
    ];

    static async Task<JsonElement> ContactAsync(LoyaltyHost host, string id) => (await host.Crm.QueryAsync(
        "query($id: ID!) { contact(id: $id) { email contactPoints { id value } affiliations { role primary account { name } } } }", new { id })).GetProperty("contact");

    static async Task<(string, string)> ExportsAsync(LoyaltyHost host, string one, string other) =>
        ((await host.ExportAsync(one)).ToJsonString(), (await host.ExportAsync(other)).ToJsonString());
}
