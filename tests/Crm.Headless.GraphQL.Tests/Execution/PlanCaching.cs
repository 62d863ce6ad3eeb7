using System.Text;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;

namespace Crm.Headless.GraphQL.Tests.Execution;

public sealed class PlanCaching
{
    readonly Harness _harness = new("type Query { a: Int b: Int }");

    [Fact]
    public void The_same_bytes_give_the_same_plan() =>
        Assert.Same(_harness.Prepare("{ a }"), _harness.Prepare("{ a }"));

    [Fact]
    public void Each_operation_of_a_document_has_its_own_plan()
    {
        const string Document = "query A { a } query B { b }";

        Assert.Equal("A", _harness.Prepare(Document, "A").Name);
        Assert.Equal("B", _harness.Prepare(Document, "B").Name);
        Assert.Same(_harness.Prepare(Document, "B"), _harness.Prepare(Document, "B"));
    }

    [Fact]
    public void The_callers_bytes_may_change_afterwards()
    {
        var bytes = Encoding.UTF8.GetBytes("{ a }");
        var first = _harness.Executor.Prepare(bytes, null);
        bytes.AsSpan().Fill((byte)' ');

        Assert.Same(first, _harness.Prepare("{ a }"));
    }

    [Fact]
    public void An_invalid_document_is_refused_every_time()
    {
        for (var i = 0; i < 2; i++) Assert.Throws<GraphQLException>(() => _harness.Prepare("{ nope }"));
        for (var i = 0; i < 2; i++) Assert.Throws<GraphQLException>(() => _harness.Prepare("query A { a }", "B"));
    }

    [Fact]
    public void It_stays_within_its_budget_and_keeps_what_is_used()
    {
        var cache = new PlanCache(budget: 100_000);
        Add("{ a }");
        for (var i = 0; i < 1000; i++)
        {
            Add($"query Q{i} {{ a b }}");
            Assert.NotNull(cache.Find(_harness.Executor.Schema, "{ a }"u8, null));
        }

        Assert.InRange(cache.Weight, 50_000, 100_000);
        Assert.InRange(cache.Count, 10, 100);

        void Add(string document) => cache.Add(_harness.Executor.Schema, GraphQLParser.Parse(document), null, _harness.Prepare(document));
    }

    [Fact]
    public void A_plan_that_would_fill_it_is_not_kept()
    {
        var cache = new PlanCache(budget: 1000);
        cache.Add(_harness.Executor.Schema, GraphQLParser.Parse("{ a }"), null, _harness.Prepare("{ a }"));

        Assert.Equal(0, cache.Count);
    }
}
