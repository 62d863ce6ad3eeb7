using System.Reflection;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Tests.Data;

public sealed class ReadTests
{
    static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_page_has_the_first_rows_in_order_and_says_whether_there_are_more(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        await AddContactsAsync(fixture, "Zoë", "anna", "Bob", "Émile", "张伟");
        await using var reads = fixture.Read();

        var page = (await reads.RunAsync(Contacts(reads, first: 3), default)).Single();

        Assert.Equal(["anna", "Bob", "Zoë"], page.Rows.Cast<Contact>().Select(contact => contact.DisplayName));
        Assert.True(page.HasNextPage);
        Assert.False(page.HasPreviousPage);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_cursor_leads_to_the_rows_behind_it(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        await AddContactsAsync(fixture, "Zoë", "anna", "Bob", "Émile", "张伟");
        await using var reads = fixture.Read();

        var first = (await reads.RunAsync(Contacts(reads, first: 3), default)).Single();
        var second = (await reads.RunAsync(Contacts(reads, first: 3, after: first.CursorOf(first.Rows[^1])), default)).Single();

        Assert.Equal(["Émile", "张伟"], second.Rows.Cast<Contact>().Select(contact => contact.DisplayName));
        Assert.False(second.HasNextPage);
        Assert.True(second.HasPreviousPage);
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task The_latest_children_of_many_parents_are_one_statement(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        var contacts = await AddContactsAsync(fixture, "a", "b", "c");
        await fixture.WriteAsync(db =>
        {
            foreach (var contact in contacts)
                for (var day = 0; day < 8; day++)
                    db.Add(Samples.Interaction(contact, Noon.AddDays(day)));
        });
        await using var reads = fixture.Read();
        fixture.Sql.Clear();

        var pages = await reads.RunAsync(new QueryRequest
        {
            Source = reads.Set<Interaction>(),
            Cardinality = Cardinality.Page,
            Page = new PageArguments(5, null, null, null),
            Sort = [new SortNode([], [Property<Interaction>(nameof(Interaction.OccurredAt))], Descending: true)],
            Parents = new ParentKeys(Property<Interaction>(nameof(Interaction.ContactId)), [contacts[2], contacts[0], Guid.NewGuid(), contacts[2]]),
            WantsTotalCount = true,
        }, default);

        Assert.Equal(2, fixture.Sql.Statements.Count);
        Assert.DoesNotContain("ROW_NUMBER", fixture.Sql.Statements[0]);
        Assert.Equal([5, 5, 0, 5], pages.Select(page => page.Rows.Count));
        Assert.Equal([8, 8, 0, 8], pages.Select(page => page.TotalCount!.Value));
        Assert.All(pages[0].Rows.Cast<Interaction>(), row => Assert.Equal(contacts[2], row.ContactId));
        Assert.Equal(Enumerable.Range(3, 5).Reverse().Select(day => Noon.AddDays(day)), pages[0].Rows.Cast<Interaction>().Select(row => row.OccurredAt));
    }

    static QueryRequest Contacts(ReadSession reads, int first, string? after = null) => new()
    {
        Source = reads.Set<Contact>(),
        Cardinality = Cardinality.Page,
        Page = new PageArguments(first, after, null, null),
        Sort = [new SortNode([], [Property<Contact>(nameof(Contact.DisplayName))], Descending: false)],
    };

    static PropertyInfo Property<T>(string name) => typeof(T).GetProperty(name)!;

    static async Task<List<Guid>> AddContactsAsync(DataFixture fixture, params string[] names)
    {
        var contacts = names.Select(name => Samples.Contact(name)).ToList();
        await fixture.WriteAsync(db => db.AddRange(contacts));
        return [.. contacts.Select(contact => contact.Id)];
    }
}
