using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Building;

namespace Crm.Headless.GraphQL.Tests.Schema.Views;

public sealed class MemberViews
{
    static readonly GraphQLSchema View = Club.MemberView("people:read", "rooms:read");

    [Fact]
    public void A_member_sees_of_rows_what_says_so()
    {
        Assert.Equal(["id", "name"], ((ObjectType)View.Types["Person"]).Fields.Keys);
        Assert.Equal(["id", "title"], ((ObjectType)View.Types["Room"]).Fields.Keys);
        Assert.Equal(["found", "opening", "node", "nodes"], View.Query!.Fields.Keys);
        Assert.Null(View.Mutation);
    }

    [Fact]
    public void A_value_follows_from_the_field_that_returns_it() =>
        Assert.Equal(["from", "to"], ((ObjectType)View.Types["Hours"]).Fields.Keys);

    [Fact]
    public void It_takes_the_scope_all_the_same() => Assert.False(Club.MemberView("rooms:read").Types.ContainsKey("Person"));

    [Fact]
    public void A_member_reads_its_own_data_as_they_are() => Assert.False(View.Field("Person.name").IsMasked);
}
