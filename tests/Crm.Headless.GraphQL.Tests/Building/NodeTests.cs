using Crm.Headless.GraphQL.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class NodeTests
{
    static readonly string Ada = GlobalId.Format("Contact", Crm.Id(1));
    static readonly string Engines = GlobalId.Format("Account", Crm.Id(10));

    readonly MemoryRunner _runner = new(Crm.Rows);

    [Fact]
    public void A_global_id_is_the_type_and_the_big_endian_key_in_base64url()
    {
        var id = GlobalId.Format("Contact", new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        Assert.Equal("Q29udGFjdDoAESIzRFVmd4iZqrvM3e7_", id);
        Assert.Equal(new GlobalId("Contact", new Guid("00112233-4455-6677-8899-aabbccddeeff")), GlobalId.Parse(id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("Q29udGFjdA")]
    [InlineData("äöü")]
    [InlineData("OgARIjNEVWZ3iJmqu8zd7v8")]
    public void What_is_no_id_is_refused_by_name(string text) =>
        Assert.Equal($"\"{text}\" is no id of this API. Take ids from answers, as they are.", Assert.Throws<CoercionException>(() => GlobalId.Parse(text)).Message);

    [Fact]
    public void Every_id_comes_back_as_it_was_and_no_text_crashes_the_reader()
    {
        Prop.ForAll<Guid>(key => GlobalId.Parse(GlobalId.Format("Contact", key), "Contact") == key).QuickCheckThrowOnFailure();
        Prop.ForAll<NonNull<string>>(text => !GlobalId.TryParse(text.Get, out var id) || id.Type.Length > 0).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_node_is_found_by_its_id() => Assert.Equal(
        """{"data":{"node":{"__typename":"Contact","id":"ID","name":"Ada"}}}""".Replace("\"ID\"", $"\"{Ada}\""),
        await Answer($$"""{ node(id: "{{Ada}}") { __typename id ... on Contact { name } } }"""));

    [Fact]
    public async Task Nodes_come_in_the_order_of_their_ids_with_one_read_per_type()
    {
        var bob = GlobalId.Format("Contact", Crm.Id(2));
        var nobody = GlobalId.Format("Contact", Crm.Id(99));
        Assert.Equal(
            """{"data":{"nodes":[{"name":"Bob"},{"name":"Analytical Engines"},null,{"name":"Ada"},null]}}""",
            await Answer($$"""{ nodes(ids: ["{{bob}}", "{{Engines}}", "{{nobody}}", "{{Ada}}", "{{GlobalId.Format("Ghost", Crm.Id(1))}}"]) { ... on Contact { name } ... on Account { name } } }"""));
        Assert.Single(_runner.Requests);
    }

    [Fact]
    public async Task An_id_that_is_none_is_an_error_of_the_field() =>
        Assert.Contains("is no id of this API", await Answer("""{ node(id: "garbage") { id } }"""));

    [Fact]
    public async Task One_of_many_ids_that_is_none_is_an_error_in_its_place()
    {
        var answer = await Answer($$"""{ nodes(ids: ["{{Ada}}", "garbage", "{{Engines}}"]) { ... on Contact { name } ... on Account { name } } }""");

        Assert.Contains("is no id of this API", answer);
        Assert.Contains("\"path\":[\"nodes\",1]", answer);
        Assert.EndsWith("""{"nodes":[{"name":"Ada"},null,{"name":"Analytical Engines"}]}}""", answer);
    }

    [Fact]
    public async Task The_id_of_another_type_is_refused() => Assert.Contains(
        $"is an id of type Account; one of type Contact is expected.", await Answer($$"""{ contact(id: "{{Engines}}") { name } }"""));

    [Fact]
    public void A_node_implements_Node() =>
        Assert.Equal(["Node"], ((ObjectType)Crm.Schema.Types["Contact"]).Interfaces.Select(face => face.Name));

    [Node]
    public sealed record Orphan(Guid Id);

    [QueryType]
    public static class OrphanQueries
    {
        public static Orphan? GetOrphan() => null;
    }

    [Fact]
    public void A_node_that_can_not_be_fetched_is_refused() => Assert.Equal(
        "Orphan (core): a [Node] needs a way to be fetched. Add a [NodeResolver] that returns IQueryable<Orphan>.",
        Schemas.ProblemOf(typeof(OrphanQueries), typeof(Orphan)));

    Task<string> Answer(string document) => Crm.Schema.AnswerAsync(document, "{}", _runner);
}
