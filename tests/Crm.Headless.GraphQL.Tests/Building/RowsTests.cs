using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.GraphQL.Tests.Building;

public sealed class RowsTests
{
    readonly MemoryRunner _runner = new(Crm.Rows);

    [Fact]
    public async Task A_page_has_nodes_edges_page_info_and_the_total_count() => Assert.Equal(
        """{"data":{"contacts":{"nodes":[{"name":"Cem"},{"name":"Bob"}],"edges":[{"cursor":"MA==","node":{"name":"Cem"}},{"cursor":"MQ==","node":{"name":"Bob"}}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":false,"startCursor":"MA==","endCursor":"MQ=="},"totalCount":3}}}""",
        await Answer("{ contacts(first: 2) { nodes { name } edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }"));

    [Fact]
    public async Task Behind_a_cursor_the_list_goes_on() => Assert.Equal(
        """{"data":{"contacts":{"nodes":[{"name":"Ada"}]}}}""", await Answer("""{ contacts(after: "MQ==") { nodes { name } } }"""));

    [Fact]
    public async Task The_total_count_alone_reads_no_rows()
    {
        await Answer("{ contacts { totalCount } }");
        Assert.False(Assert.Single(_runner.Requests).WantsRows);
    }

    [Theory]
    [InlineData("first: 21", "\\u0022first\\u0022 is 21, but a page has at most 20 rows.")]
    [InlineData("first: -1", "\\u0022first\\u0022 must not be negative, it is -1.")]
    [InlineData("first: 1, last: 1", "can't be given together")]
    public async Task A_page_that_is_too_large_negative_or_from_both_ends_is_refused(string arguments, string message) =>
        Assert.Contains(message.Replace("\\u0022", "\\\""), (await Answer($"{{ contacts({arguments}) {{ totalCount }} }}")).Replace("\\u0022", "\\\"").Replace("\\u0027", "'"));

    [Theory]
    [InlineData("""{ name: { eq: "Ada" } }""", "Ada")]
    [InlineData("""{ or: [{ name: { startsWith: "b" } }, { name: { contains: "DA" } }] }""", "Bob Ada")]
    [InlineData("""{ email: { eq: null } }""", "Cem Bob")]
    [InlineData("""{ name: { in: ["Bob", "Cem"] }, email: { eq: null } }""", "Cem Bob")]
    [InlineData("""{ city: { name: { eq: "Rome" } } }""", "Bob")]
    [InlineData("""{ account: { name: { contains: "engines" } } }""", "Bob Ada")]
    [InlineData("""{ account: null }""", "Cem")]
    [InlineData("""{ visits: { some: { minutes: { gte: 20 } } } }""", "Ada")]
    [InlineData("""{ visits: { none: { kind: { in: [STORE, ONLINE] } } } }""", "Cem Bob")]
    [InlineData("""{ visits: { any: false } }""", "Cem")]
    [InlineData("""{ loyalty: { balance: { gte: 100 } } }""", "Ada")]
    [InlineData("""{}""", "Cem Bob Ada")]
    public async Task Rows_are_filtered_by_their_own_values_and_through_relations_also_those_of_plugins(string where, string names) =>
        Assert.Equal(names, await Names($"where: {where}"));

    [Fact]
    public async Task An_id_in_a_filter_is_a_global_id()
    {
        Assert.Equal("Bob", await Names($"where: {{ id: {{ eq: \"{GlobalId.Format("Contact", Crm.Id(2))}\" }} }}"));
        Assert.Contains("one of type Contact is expected", await Answer($"{{ contacts(where: {{ id: {{ eq: \"{GlobalId.Format("Account", Crm.Id(2))}\" }} }}) {{ totalCount }} }}"));
    }

    [Theory]
    [InlineData("order: [{ name: ASC }]", "Ada Bob Cem")]
    [InlineData("order: [{ city: { country: DESC } }, { name: ASC }]", "Bob Ada Cem")]
    [InlineData("order: [{ loyalty: { balance: DESC } }]", "Ada Bob Cem")]
    [InlineData("", "Cem Bob Ada")]
    public async Task Rows_are_ordered_by_their_own_values_and_through_single_relations(string order, string names) =>
        Assert.Equal(names, order.Length == 0 ? await Names("first: 20") : await Names(order));

    [Fact]
    public async Task Children_of_all_parents_are_one_read()
    {
        Assert.Equal(
            """{"data":{"contacts":{"nodes":[{"account":null,"visits":{"nodes":[],"totalCount":0}},{"account":{"name":"Analytical Engines"},"visits":{"nodes":[{"kind":"LOYALTY_CHECKIN"}],"totalCount":1}},{"account":{"name":"Analytical Engines"},"visits":{"nodes":[{"kind":"STORE"},{"kind":"ONLINE"}],"totalCount":2}}]}}}""",
            await Answer("{ contacts { nodes { account { name } visits { nodes { kind } totalCount } } } }"));
        Assert.Equal(3, _runner.Requests.Count);
    }

    [Fact]
    public async Task Columns_are_what_the_selection_reads_and_the_keys_of_children()
    {
        await Answer("{ contacts { nodes { name account { name } nickname } } }");
        Assert.Equal(["AccountId", "Id", "Name"], ColumnsOf(_runner.Requests[0]));
        Assert.Equal(["Name"], ColumnsOf(_runner.Requests[1]));
    }

    [Fact]
    public async Task A_resolver_that_takes_the_parent_gets_the_whole_row()
    {
        await Answer("{ contacts { nodes { name greeting } } }");
        Assert.Null(_runner.Requests[0].Columns);
    }

    [Fact]
    public async Task A_single_row_is_found_by_its_global_id() => Assert.Equal(
        """{"data":{"contact":{"name":"Bob"}}}""",
        await Answer("query($id: ID!) { contact(id: $id) { name } }", $$"""{"id":"{{GlobalId.Format("Contact", Crm.Id(2))}}"}"""));

    [Fact]
    public async Task A_null_in_a_comparison_is_refused_because_it_would_find_nothing() => Assert.Contains(
        "must not be null in a filter", await Answer("{ contacts(where: { name: { contains: null } }) { totalCount } }"));

    static IEnumerable<string> ColumnsOf(QueryRequest request) => request.Columns!.Select(column => column.Name).Order();

    async Task<string> Names(string arguments)
    {
        var answer = await Answer($"{{ contacts({arguments}) {{ nodes {{ name }} }} }}");
        using var json = System.Text.Json.JsonDocument.Parse(answer);
        Assert.True(json.RootElement.TryGetProperty("data", out var data) && data.GetProperty("contacts").ValueKind != System.Text.Json.JsonValueKind.Null, answer);
        return string.Join(' ', data.GetProperty("contacts").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
    }

    Task<string> Answer(string document, string variables = "{}") => Crm.Schema.AnswerAsync(document, variables, _runner);
}
