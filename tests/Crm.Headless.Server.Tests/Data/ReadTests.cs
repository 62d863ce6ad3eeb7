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
    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_session_that_is_disposed_of_twice_leaves_the_next_one_its_context(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        var first = fixture.Read();
        var pooled = await first.ReadAsync(Task.FromResult, default);
        await first.DisposeAsync();
        await using var second = fixture.Read();
        Assert.Same(pooled, await second.ReadAsync(Task.FromResult, default));

        await first.DisposeAsync();

        await using var third = fixture.Read();
        Assert.NotSame(pooled, await third.ReadAsync(Task.FromResult, default));
        Assert.Equal(0, await second.Set<Contact>().CountAsync());
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgreSql(false), OnPostgreSql(true)]
    public async Task A_read_that_nobody_waits_for_any_more_ends_and_leaves_the_session_usable(DatabaseKind kind, bool ofResolver)
    {
        const string Endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT COUNT(*) AS \"Value\" FROM n";
        await using var fixture = await DataFixture.CreateAsync(kind);
        await using (var reads = fixture.Read())
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            var context = await reads.ReadAsync(Task.FromResult, default);
            Task<List<long>> Run(CrmDb db) => db.Database.SqlQueryRaw<long>(Endless).ToListAsync(patience.Token);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ofResolver ? Run(context) : reads.ReadAsync(Run, patience.Token));
        }
        await using var next = fixture.Read();
        Assert.Equal(0, await next.Set<Contact>().CountAsync());
    }

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

    [Theory, OnSqlite, OnPostgreSql]
    public async Task A_cursor_of_another_list_or_of_nobody_is_refused(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        await AddContactsAsync(fixture, "a", "b", "c");
        await using var reads = fixture.Read();
        var page = (await reads.RunAsync(Contacts(reads, first: 1), default)).Single();
        var cursor = page.CursorOf(page.Rows[0]);
        var otherOrder = Contacts(reads, first: 1, cursor) with { Sort = [] };
        var damaged = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];

        foreach (var request in new[] { otherOrder, Contacts(reads, 1, damaged), Contacts(reads, 1, "no cursor"), Contacts(reads, 1, "") })
        {
            var error = await Assert.ThrowsAsync<GraphQLException>(() => reads.RunAsync(request, default));
            Assert.Equal("CURSOR_INVALID", error.Errors.Single().Code);
        }
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task What_others_commit_meanwhile_is_seen_only_after_an_own_commit(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        await AddContactsAsync(fixture, "a");
        await using var reads = fixture.Read();
        async Task<int> CountAsync() => (await reads.RunAsync(Contacts(reads, first: 10), default)).Single().Rows.Count;

        Assert.Equal(1, await CountAsync());
        await AddContactsAsync(fixture, "b");
        Assert.Equal(1, await CountAsync());
        await reads.RenewAsync();
        Assert.Equal(2, await CountAsync());
    }

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Values_are_parameters(DatabaseKind kind)
    {
        await using var fixture = await DataFixture.CreateAsync(kind);
        await using var reads = fixture.Read();
        foreach (var value in new[] { "first", "second" })
            await reads.RunAsync(Contacts(reads, 3) with { Filter = new CompareNode([Property<Contact>("DisplayName")], FilterOperator.Contains, value) }, default);

        Assert.Equal(2, fixture.Sql.Statements.Count(sql => sql.Contains("contacts")));
        Assert.Single(fixture.Sql.Statements.Where(sql => sql.Contains("contacts")).Distinct());
        Assert.DoesNotContain("first", fixture.Sql.Statements[^1]);
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
