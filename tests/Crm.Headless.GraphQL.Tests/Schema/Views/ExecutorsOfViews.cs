using System.Text;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Schema.Views;

public sealed class ExecutorsOfViews
{
    readonly RequestExecutors _executors = new(Club.Schema, new() { MaxViews = 2 });

    [Fact]
    public void Who_may_use_everything_has_the_executor_of_the_schema()
    {
        Assert.Same(_executors.Full, _executors.For(Access.Everything));
        Assert.Same(_executors.Full, _executors.For(Access.Of(SchemaView.ScopesOf(Club.Schema))));
    }

    [Fact]
    public void Who_may_use_the_same_has_the_same_one()
    {
        var view = _executors.For(Access.Of("people:read"));

        Assert.Same(view, _executors.For(Access.Of("people:read", "units:read")));
        Assert.Same(view, _executors.For(Access.Of("clubs:ring", "people:read")));
        Assert.NotSame(view, _executors.For(Access.Of("people:read", Access.PersonalData)));
        Assert.NotSame(view, _executors.For(new Access(new HashSet<string> { "people:read" }, IsMember: true)));
    }

    [Fact]
    public void Only_so_many_are_kept()
    {
        var first = _executors.For(Access.Of("people:read"));
        _executors.For(Access.Of("rooms:read"));
        Assert.Same(first, _executors.For(Access.Of("people:read")));
        _executors.For(Access.Of("people:write"));

        Assert.Same(first, _executors.For(Access.Of("people:read")));
        _executors.For(Access.Of("rooms:read"));
        _executors.For(Access.Of("people:write"));
        Assert.NotSame(first, _executors.For(Access.Of("people:read")));
    }

    [Fact]
    public void A_plan_of_one_view_is_not_found_by_another()
    {
        var document = Encoding.UTF8.GetBytes("{ people { totalCount } }");
        _executors.For(Access.Of("people:read")).Prepare(document, null);

        Assert.Throws<GraphQLException>(() => _executors.For(Access.Of("rooms:read")).Prepare(document, null));
    }

    [Fact]
    public void Many_who_ask_at_once_share_one_that_is_made_once()
    {
        var made = new RequestExecutor[64];
        Parallel.For(0, made.Length, i => made[i] = _executors.For(Access.Of("people:read", $"other:{i}")));

        Assert.Single(made.Distinct());
    }
}
