using Crm.Headless.GraphQL.Execution;
using static Crm.Headless.GraphQL.Tests.Execution.Harness;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec section 6.4.4.</summary>
public sealed class NullPropagation
{
    const string Sdl = """
        type Query { box: Box boxes: [Box] strictBoxes: [Box!] strictest: [Box!]! grid: [[Box!]] numbers: [Int!] lists: [[Int!]]! }
        type Box { name: String! inner: Box strict: Box! tags: [String!] }
        """;

    [Fact]
    public async Task A_null_in_a_non_null_field_nulls_the_object_around_it() => Assert.Equal(
        """{"errors":[{"message":"Cannot return null for non-nullable field Box.name.","locations":[{"line":1,"column":17}],"path":["box","inner","name"]}],"data":{"box":{"inner":null,"__typename":"Box"}}}""",
        await On("box", Map(("inner", Map()))).RunAsync("{ box { inner { name } __typename } }"));

    [Fact]
    public async Task It_climbs_through_every_non_null_position() => Assert.Equal(
        """{"data":{"box":null}}""",
        await DataAsync("box", Map(("strict", Map(("strict", Map())))), "{ box { strict { strict { name } } } }"));

    [Fact]
    public async Task It_reaches_the_data_when_nothing_on_the_way_may_be_null() => Assert.Equal(
        """{"data":null}""",
        await DataAsync("strictest", new[] { Map() }, "{ __typename strictest { name } }"));

    [Fact]
    public async Task A_null_item_stays_in_a_list_of_nullable_items() => Assert.Equal(
        """{"data":{"boxes":[{"name":"a"},null,{"name":"c"},null]}}""",
        await DataAsync("boxes", new[] { Map(("name", "a")), Map(), Map(("name", "c")), null }, "{ boxes { name } }"));

    [Fact]
    public async Task A_null_item_takes_a_list_of_non_null_items_with_it() => Assert.Equal(
        """{"data":{"strictBoxes":null,"__typename":"Query"}}""",
        await DataAsync("strictBoxes", new[] { Map(("name", "a")), Map() }, "{ strictBoxes { name } __typename }"));

    [Fact]
    public async Task Objects_behind_a_list_that_is_given_up_are_found_again() => Assert.Equal(
        """{"data":{"grid":[[{"name":"a"}],null,[{"name":"d"},{"name":"e"}]]}}""",
        await DataAsync("grid", new[]
        {
            new[] { Map(("name", "a")) }, new[] { Map(), Map(("name", "b")), Map(("name", "c")) }, new[] { Map(("name", "d")), Map(("name", "e")) },
        }, "{ grid { name } }"));

    [Fact]
    public async Task Leaves_follow_the_same_rules() => Assert.Equal(
        """{"data":{"lists":[[1],null,[2,3]],"numbers":null}}""",
        await new Harness(Sdl)
            .Resolve("Query.lists", _ => new[] { new object?[] { 1 }, new object?[] { 5, null }, new object?[] { 2, 3 } })
            .Resolve("Query.numbers", _ => new object?[] { 1, null })
            .DataAsync("{ lists numbers }"));

    [Fact]
    public async Task A_parent_that_is_given_up_does_not_shift_its_neighbours() => Assert.Equal(
        """{"data":{"boxes":[null,{"inner":{"name":"b"},"name":"B"}]}}""",
        await DataAsync("boxes", new[]
        {
            Map(("name", null), ("inner", Map(("name", "a")))), Map(("name", "B"), ("inner", Map(("name", "b")))),
        }, "{ boxes { inner { name } name } }"));

    [Fact]
    public async Task A_null_written_by_a_typed_member_counts_as_null() => Assert.Equal(
        """{"data":{"box":null}}""",
        await On("box", Map())
            .With("Box.name", new MemberResolver(_ => null, (_, json) => json.WriteNullValue()))
            .DataAsync("{ box { name } }"));

    [Fact]
    public async Task What_a_failing_member_wrote_is_taken_back() => Assert.Equal(
        """{"data":{"boxes":[{"tags":null},{"tags":null}]}}""",
        await On("boxes", new[] { Map(), Map() })
            .With("Box.tags", new MemberResolver(_ => null, (_, json) =>
            {
                json.WriteStartArray();
                json.WriteStringValue("lost");
                throw new InvalidOperationException();
            }))
            .DataAsync("{ boxes { tags } }"));

    static Harness On(string field, object? value) => new Harness(Sdl).Resolve("Query." + field, _ => value);

    static Task<string> DataAsync(string field, object? value, string document) => On(field, value).DataAsync(document);
}
