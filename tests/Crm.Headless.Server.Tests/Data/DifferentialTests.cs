using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Querying;
using Crm.Headless.Server.Data;
using Crm.Headless.Testing;
using Crm.Headless.Tests;
using Xunit.Abstractions;

namespace Crm.Headless.Server.Tests.Data;

public sealed class DifferentialTests(ITestOutputHelper output)
{
    const int Requests = 40;

    [Theory, OnSqlite, OnPostgreSql]
    public async Task Random_filters_orders_and_pages_answer_as_in_memory(DatabaseKind kind)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CRM_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"CRM_TEST_SEED={seed}");
        var rows = new RandomRows(new Random(seed));
        var oracle = new Oracle(rows.ByType);
        await using var fixture = await DataFixture.CreateAsync(kind);
        await fixture.WriteAsync(db =>
        {
            db.AddRange(rows.Accounts);
            db.AddRange(rows.Contacts);
            db.AddRange(rows.Interactions);
        });

        for (var i = 0; i < Requests; i++)
        {
            var random = new Random(unchecked((seed * 397) + i));
            await using var reads = fixture.Read();
            var request = Make(random, rows, reads);
            var expected = oracle.Answer<Contact>(request.Filter, request.Sort, contact => contact.Id).ConvertAll(contact => contact.Id);
            var size = random.Next(1, 30);
            var what = $"seed {seed}, request {i}: {Describe(request)}";

            Check(expected, await WalkAsync(reads, request, expected.Count, cursor => new PageArguments(size, cursor, null, null)), what + ", forward");
            var backward = await WalkAsync(reads, request, expected.Count, cursor => new PageArguments(null, null, size, cursor));
            Check(expected, backward, what + ", backward");
        }
    }

    static QueryRequest Make(Random random, RandomRows rows, ReadSession reads)
    {
        var make = new RandomRequest(random, rows);
        var account = RandomRequest.AccountOf(reads.Set<Account>);
        return new QueryRequest
        {
            Source = reads.Set<Contact>(),
            Cardinality = Cardinality.Page,
            Filter = random.Next(8) == 0 ? null : make.Filter(account, RandomRequest.InteractionsOf(reads.Set<Interaction>), 2),
            Sort = make.Sort(account),
            WantsTotalCount = true,
        };
    }

    static async Task<List<Guid>> WalkAsync(ReadSession reads, QueryRequest request, int expected, Func<string?, PageArguments> arguments)
    {
        var found = new List<Guid>();
        string? cursor = null;
        while (true)
        {
            var asked = arguments(cursor);
            var page = (await reads.RunAsync(request with { Page = asked, WantsTotalCount = cursor is null }, default)).Single();
            var ids = page.Rows.Cast<Contact>().Select(contact => contact.Id).ToList();
            Assert.True(page.TotalCount is null || page.TotalCount == expected, $"totalCount is {page.TotalCount} instead of {expected}");
            found.InsertRange(asked.Last is null ? found.Count : 0, ids);
            if (!(asked.Last is null ? page.HasNextPage : page.HasPreviousPage))
                return found;
            cursor = page.CursorOf(asked.Last is null ? page.Rows[^1] : page.Rows[0]);
        }
    }

    static void Check(List<Guid> expected, List<Guid> found, string what)
        => Assert.True(expected.SequenceEqual(found), $"{what}: expected {expected.Count} rows, found {found.Count}, missing {expected.Except(found).Count()}, too many {found.Except(expected).Count()}");

    static string Describe(QueryRequest request)
        => $"where {Describe(request.Filter)} order {string.Join(", ", request.Sort.Select(node => $"{string.Concat(node.Through.Select(step => step.Name + "."))}{string.Join('.', node.Path.Select(step => step.Name))} {(node.Descending ? "DESC" : "ASC")}"))}";

    static string Describe(FilterNode? node) => node switch
    {
        null => "-",
        AndNode and => $"and({string.Join(", ", and.Conditions.Select(Describe))})",
        OrNode or => $"or({string.Join(", ", or.Conditions.Select(Describe))})",
        RelatedNode related => $"{related.Relation.Name} {related.Quantifier}({Describe(related.Condition)})",
        CompareNode compare => $"{string.Join('.', compare.Path.Select(step => step.Name))} {compare.Operator} {Describe(compare.Value)}",
        _ => node.ToString(),
    };

    static string Describe(object? value) => value is IEnumerable<object?> list ? $"[{string.Join(", ", list.Select(Describe))}]" : value is null ? "null" : $"'{value}'";
}
