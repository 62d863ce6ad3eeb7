using System.Text;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.GraphQL.Tests.Building;

namespace Crm.Headless.GraphQL.Tests.Schema.Views;

public sealed class HiddenParts
{
    static readonly GraphQLSchema Rooms = Club.ViewOf("rooms:read", Access.PersonalData);
    static readonly GraphQLSchema People = Club.ViewOf("people:read", Access.PersonalData);

    [Fact]
    public void Who_may_use_all_of_it_has_the_schema_itself()
    {
        Assert.Same(Club.Schema, SchemaView.Of(Club.Schema, Access.Everything));
        Assert.Same(Club.Schema, Club.ViewOf([.. SchemaView.ScopesOf(Club.Schema)]));
    }

    [Fact]
    public void A_field_goes_with_its_scope() =>
        Assert.False(((ObjectType)People.Types["Person"]).Fields.ContainsKey("notes"));

    [Fact]
    public void A_type_goes_with_its_scope_and_takes_along_all_that_is_made_for_it()
    {
        string[] gone = ["Person", "PersonFilterInput", "PersonSortInput", "PeopleConnection", "PeopleEdge", "RoomPeopleConnection"];
        foreach (var name in gone)
        {
            Assert.True(Club.Schema.Types.ContainsKey(name), name);
            Assert.False(Rooms.Types.ContainsKey(name), name);
        }
        Assert.False(((ObjectType)Rooms.Types["Room"]).Fields.ContainsKey("people"));
        Assert.False(((InputObjectType)Rooms.Types["RoomFilterInput"]).Fields.ContainsKey("people"));
    }

    [Fact]
    public void Neither_filter_nor_order_goes_through_what_can_not_be_read()
    {
        Assert.False(((InputObjectType)People.Types["PersonFilterInput"]).Fields.ContainsKey("room"));
        Assert.False(((InputObjectType)People.Types["PersonFilterInput"]).Fields.ContainsKey("notes"));
        Assert.False(((InputObjectType)People.Types["PersonSortInput"]).Fields.ContainsKey("notes"));
        Assert.True(((InputObjectType)People.Types["PersonFilterInput"]).Fields.ContainsKey("hobby"));
    }

    [Fact]
    public void A_union_loses_the_members_that_are_gone() =>
        Assert.Equal(["Room"], ((UnionType)Rooms.Types["Found"]).Types.Select(type => type.Name));

    [Fact]
    public async Task Objects_that_are_gone_are_left_out_of_lists() =>
        Assert.Equal("""{"data":{"found":[{"__typename":"Room"},null]}}""", await Rooms.AskAsync("{ found { __typename } }"));

    [Fact]
    public async Task A_node_that_is_gone_is_null_like_one_that_never_was_and_nothing_is_read_for_it()
    {
        var runner = new MemoryRunner(Club.Rows);
        var ids = new[] { new GlobalId("Person", Club.Id(1)), new GlobalId("Person", Club.Id(7)), new GlobalId("Nobody", Club.Id(1)) };
        var document = $$"""{ nodes(ids: [{{string.Join(',', ids.Select(id => $"\"{id}\""))}}]) { id } }""";

        Assert.Equal("""{"data":{"nodes":[null,null,null]}}""", await Rooms.AnswerAsync(document, "{}", runner));
        Assert.Empty(runner.Requests);
    }

    [Fact]
    public async Task A_hidden_argument_keeps_its_place_and_its_default()
    {
        var view = Club.ViewOf();

        Assert.Equal(["name", "times"], view.Field("Query.call").Arguments.Keys);
        Assert.Equal("""{"data":{"call":"Hello, Zoë! x3"}}""", await view.AskAsync("""{ call(name: "Zoë", times: 3) }"""));
        Assert.Equal("""{"data":{"isOwn":true}}""", await view.AskAsync("""{ isOwn(room: "Blue") }"""));
    }

    [Fact]
    public async Task A_hidden_field_of_an_input_keeps_its_default()
    {
        var view = Club.ViewOf("people:write");

        Assert.Equal("""{"data":{"addPerson":{"string":"Zoë as guest by nobody"}}}""",
            await view.AskAsync("""mutation { addPerson(input: { name: "Zoë" }) { string } }"""));
        var id = new GlobalId("Person", Club.Id(1));
        Assert.Contains("Zoë as guest", await view.AskAsync($$"""mutation { rename(input: { id: "{{id}}", name: "Zoë" }) { string } }"""));
    }

    [Fact]
    public void A_field_goes_with_an_argument_that_it_requires()
    {
        Assert.False(Club.ViewOf("clubs:ring").Query!.Fields.ContainsKey("ring"));
        Assert.True(Club.ViewOf("clubs:ring", "clubs:shout").Query!.Fields.ContainsKey("ring"));
    }

    [Fact]
    public void Who_may_read_nothing_has_a_schema_all_the_same()
    {
        var view = SchemaView.Of(Schemas.Of(typeof(Locked)), Access.Of());

        Assert.Equal(["nothing"], view.Query!.Fields.Keys);
        Assert.Empty(SchemaValidation.Validate(view));
    }

    [Theory]
    [InlineData("{ people { totalCount } }", "people")]
    [InlineData("{ rooms { titel } }", "people")]
    [InlineData("{ rooms { peopl } }", "people")]
    [InlineData("{ rooms(where: { peple: {} }) { id } }", "people")]
    [InlineData("{ rooms { ...on Peson { id } } }", "Person")]
    [InlineData("query($x: PersonFilterInputt) { rooms { id } }", "PersonFilterInput\"")]
    [InlineData("{ call(name: \"a\", greetin: \"b\") }", "greeting")]
    public void Messages_suggest_nothing_that_is_hidden(string document, string hidden)
    {
        var executor = new RequestExecutor(Rooms, new());
        var refused = Assert.Throws<GraphQLException>(() => executor.Prepare(Encoding.UTF8.GetBytes(document), null));

        var quoted = document.Contains(hidden) ? $"mean \"{hidden}" : hidden;
        Assert.All(refused.Errors, error => Assert.DoesNotContain(quoted, error.Message));
    }

    [Fact]
    public async Task Introspection_knows_only_the_view()
    {
        var answer = await Rooms.AskAsync("{ __schema { types { name fields { name } inputFields { name } possibleTypes { name } } } }");

        Assert.DoesNotContain("Person", answer);
        Assert.Equal("""{"data":{"__type":null}}""", await Rooms.AskAsync("""{ __type(name: "Person") { name } }"""));
    }

    [Fact]
    public void The_print_of_a_view_is_a_schema_without_what_nothing_leads_to()
    {
        var print = SchemaPrinter.Print(Club.ViewOf("people:write"));

        Assert.DoesNotContain("Edge", print);
        Assert.DoesNotContain("PageInfo", print);
        Assert.Equal(print, SchemaPrinter.Print(SchemaFromSdl.Build(print)));
    }

    [QueryType, Authorize("safe:open")]
    public static class Locked
    {
        public static string GetSecret() => "";
    }
}
