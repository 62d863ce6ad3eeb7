using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Tests.Data;

public sealed class SearchTests
{
    static readonly string[] Names = ["张伟先生", "李小张", "Jürgen Müller", "Anna Muller", "Έλενα Παπαδόπουλος", "MÜLLER GmbH & Co", "Ｗｉｄｅ Name", "Straße"];

    [Theory]
    [OnSqlite("张伟", "张伟先生"), OnPostgreSql("张伟", "张伟先生")]
    [OnSqlite("张", "张伟先生|李小张"), OnPostgreSql("张", "张伟先生|李小张")]
    [OnSqlite("müller", "Jürgen Müller|MÜLLER GmbH & Co"), OnPostgreSql("müller", "Jürgen Müller|MÜLLER GmbH & Co")]
    [OnSqlite("MÜLLER jürg", "Jürgen Müller"), OnPostgreSql("MÜLLER jürg", "Jürgen Müller")]
    [OnSqlite("παπαδόπουλοσ", "Έλενα Παπαδόπουλος"), OnPostgreSql("παπαδόπουλοσ", "Έλενα Παπαδόπουλος")]
    [OnSqlite("wide", "Ｗｉｄｅ Name"), OnPostgreSql("wide", "Ｗｉｄｅ Name")]
    [OnSqlite("STRASSE", "Straße"), OnPostgreSql("STRASSE", "Straße")]
    [OnSqlite("xyz", ""), OnPostgreSql("xyz", "")]
    [OnSqlite("  ", ""), OnPostgreSql("  ", "")]
    public async Task Names_are_found_by_any_part_in_any_script(DatabaseKind kind, string text, string expected)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        await fixture.WriteAsync(db => db.AddRange(Names.Select(Samples.Contact)));

        var found = await FindAsync(fixture, text);

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(), found.Order());
    }

    [Theory]
    [OnSqlite("4711"), OnPostgreSql("4711")]
    [OnSqlite("+49 (30) 1234-4711"), OnPostgreSql("+49 (30) 1234-4711")]
    [OnSqlite("anna@EXAMPLE.org"), OnPostgreSql("anna@EXAMPLE.org")]
    [OnSqlite("anna 4711"), OnPostgreSql("anna 4711")]
    public async Task A_contact_is_found_by_its_phones_and_emails(DatabaseKind kind, string text)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        var (anna, bob) = (Samples.Contact("Anna"), Samples.Contact("Bob"));
        await fixture.WriteAsync(db => db.AddRange(anna, bob,
            Samples.Point(anna, ContactPointKind.Phone, "+49 30 12344711"), Samples.Point(anna, ContactPointKind.Email, "Anna@example.org"),
            Samples.Point(bob, ContactPointKind.Phone, "+49 30 999")));

        Assert.Equal(["Anna"], await FindAsync(fixture, text));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_change_and_a_deletion_are_seen_at_once(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        var contact = Samples.Contact("Anna");
        await fixture.WriteAsync(db => db.AddRange(contact, Samples.Point(contact, ContactPointKind.Phone, "555-1234")));

        await fixture.ChangeAsync(async db => Samples.Set(await db.Set<Contact>().SingleAsync(), nameof(Contact.DisplayName), "Hanna Berg"));
        Assert.Equal(["Hanna Berg"], await FindAsync(fixture, "berg"));
        Assert.Equal(["Hanna Berg"], await FindAsync(fixture, "1234"));

        await fixture.ChangeAsync(async db => db.Remove(await db.Set<Contact>().SingleAsync()));
        Assert.Empty(await FindAsync(fixture, "1234"));
        Assert.Empty(await FindAsync(fixture, "hanna"));
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Archived_records_take_no_place_of_active_ones(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        Contact[] gone = [.. Enumerable.Range(0, 5).Select(_ => Samples.Contact("Zed"))];
        foreach (var contact in gone) Samples.Set(contact, nameof(Contact.Status), RecordStatus.Archived);
        await fixture.WriteAsync(db => db.AddRange([.. gone, Samples.Contact("Zed the second")]));

        Assert.Equal(["Zed the second"], await FindAsync(fixture, "zed", limit: 1));
        Assert.Equal(["Zed the second"], await FindAsync(fixture, "z", limit: 1));
    }

    static async Task<List<string>> FindAsync(DataFixture fixture, string text, int limit = 20)
    {
        await using var reads = fixture.Read();
        var index = new SearchIndex(fixture.Database, reads);
        var hits = await index.SearchAsync(text, [SearchKind.Contact, SearchKind.Account], limit, default);
        var ids = hits.Select(hit => hit.Id).ToList();
        var names = await reads.Set<Contact>().Where(contact => ids.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, contact => contact.DisplayName);
        return [.. ids.Where(names.ContainsKey).Select(id => names[id])];
    }
}
