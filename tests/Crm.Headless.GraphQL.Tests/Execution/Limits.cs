using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using static Crm.Headless.GraphQL.Tests.Execution.Harness;

namespace Crm.Headless.GraphQL.Tests.Execution;

public sealed class Limits
{
    const string Sdl = "type Query { a: Int self: Query list(first: Int, last: Int): [Query] text: String page(first: Int): Page } type Page { nodes: [Query] }";

    [Theory]
    [InlineData("DEPTH_LIMIT", "{ self { self { self { self { a } } } } }")]
    [InlineData("DEPTH_LIMIT", "{ ...A } fragment A on Query { self { self { self { ...B } } } } fragment B on Query { self { a } }")]
    [InlineData("ALIAS_LIMIT", "{ x: a y: a z: a w: a }")]
    [InlineData("ALIAS_LIMIT", "{ ...F } fragment F on Query { self { x: a y: a z: a w: a } }")]
    [InlineData("ROOT_FIELD_LIMIT", "{ a self { a } text x: a y: a z: a }")]
    [InlineData("FIELD_LIMIT", "{ self { a text } list(first: 1) { a text self { a text } } page { nodes { a text } } }")]
    [InlineData("COST_LIMIT", "{ list(first: 100) { list(first: 100) { a } } }")]
    [InlineData("COST_LIMIT", "{ page(first: 5000) { nodes { a } } }")]
    public async Task An_operation_over_a_limit_is_refused_with_the_limits_code(string code, string document)
    {
        var harness = new Harness(Sdl, options => options with { MaxDepth = 4, MaxAliases = 3, MaxRootFields = 5, MaxFields = 10, MaxCost = 1000 });

        Assert.Equal(code, await harness.CodeAsync(document));
    }

    [Fact]
    public async Task An_alias_counts_once_however_many_types_it_may_stand_on() => Assert.Equal(
        """{"data":{"node":null}}""",
        await new Harness(
            "type Query { node: Node } interface Node { id: ID } type A implements Node { id: ID } type B implements Node { id: ID } type C implements Node { id: ID }",
            options => options with { MaxAliases = 2 })
            .Resolve("Query.node", _ => null)
            .RunAsync("{ node { x: id y: id } }"));

    [Fact]
    public async Task A_page_size_in_a_variable_is_counted_when_it_is_known()
    {
        var harness = new Harness(Sdl, options => options with { MaxCost = 200 }).Resolve("Query.list", _ => Array.Empty<object>());
        const string Document = "query($n: Int) { list(first: $n) { list(first: $n) { a } } }";

        Assert.Equal("""{"data":{"list":[]}}""", await harness.RunAsync(Document, """{"n":5}"""));
        Assert.Equal("COST_LIMIT", await harness.CodeAsync(Document, """{"n":50}"""));
    }

    [Fact]
    public void The_cost_is_the_weights_of_the_fields_times_the_lists_around_them()
    {
        var text = new ScalarType("Text");
        var row = new ObjectType("Row");
        row.Fields = Schemas.Fields(new("cheap", text) { Cost = 0 }, new("dear", text) { Cost = 5 }, new("rows", new ListType(row)) { ListSize = 3 });
        var executor = new RequestExecutor(Schemas.With([row, text], new Field("rows", new ListType(row)) { ListSize = 20 }), new());

        // 1 for rows, and 20 times: 5 for dear, 1 for the inner rows with 3 times 0.
        Assert.Equal(1 + 20 * (5 + 1), executor.Prepare("{ rows { dear rows { cheap } } }"u8.ToArray(), null).Cost);
    }

    [Fact]
    public async Task Fragments_that_expand_exponentially_are_refused_early()
    {
        var fragments = Enumerable.Range(0, 20).Select(i => $"fragment F{i} on Query {{ l{i}: self {{ ...F{i + 1} }} r{i}: self {{ ...F{i + 1} }} }}");
        var harness = new Harness(Sdl, options => options with { MaxAliases = int.MaxValue });

        Assert.Equal("FIELD_LIMIT", await harness.CodeAsync($"{{ ...F0 }} {string.Join(" ", fragments)} fragment F20 on Query {{ a }}"));
    }

    [Fact]
    public async Task A_chain_of_fragments_too_long_for_the_stack_is_refused()
    {
        var fragments = Enumerable.Range(0, 1500).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} }}");

        Assert.Equal("DEPTH_LIMIT", await new Harness(Sdl, options => options with { SkipsValidation = true }).CodeAsync(
            $"{{ ...F0 }} {string.Join(" ", fragments)} fragment F1500 on Query {{ a }}"));
    }

    [Fact]
    public void A_limit_of_zero_is_a_mistake_of_the_configuration() =>
        Assert.Contains("MaxDepth", Assert.Throws<ArgumentOutOfRangeException>(() => new RequestExecutor(Schemas.WithQuery(), new() { MaxDepth = 0 })).Message);

    [Fact]
    public async Task A_document_that_is_too_large_is_not_even_parsed() =>
        Assert.Equal("DOCUMENT_TOO_LARGE", await new Harness(Sdl, options => options with { MaxDocumentBytes = 10 }).CodeAsync("{ a # and so on"));

    [Fact]
    public async Task Too_many_tokens_are_refused() =>
        Assert.Equal("TOKEN_LIMIT", await new Harness(Sdl, options => options with { MaxTokens = 5 }).CodeAsync("{ a a a a a a a }"));

    [Fact]
    public async Task Too_many_objects_end_the_answer()
    {
        var harness = new Harness(Sdl, options => options with { MaxObjects = 3 }).Resolve("Query.list", _ => Forever());

        Assert.Equal("OBJECT_LIMIT", await harness.CodeAsync("{ list { a } }"));
        Assert.Equal("""{"data":null}""", await harness.DataAsync("{ list { a } }"));

        static IEnumerable<object> Forever()
        {
            while (true) yield return Map();
        }
    }

    [Fact]
    public async Task Too_many_bytes_end_the_answer()
    {
        var harness = new Harness(Sdl, options => options with { MaxResponseBytes = 10_000 }).Resolve("Query.text", _ => new string('x', 10_000));

        using var result = await harness.ExecuteAsync("{ text }");
        var error = Assert.Single(result.Errors);
        Assert.Equal(("RESPONSE_TOO_LARGE", "The answer is larger than 10000 bytes. text (Query.text) didn't fit any more. Ask for smaller pages."), (error.Code, error.Message));
        Assert.Equal("""{"data":null}""", await harness.DataAsync("{ text }"));
    }

    [Fact]
    public async Task Errors_beyond_the_limit_are_left_out_and_the_last_one_says_so()
    {
        var harness = new Harness(Sdl, options => options with { MaxErrors = 2 })
            .Resolve("Query.list", _ => new[] { Map(), Map(), Map(), Map() })
            .Resolve("Query.a", _ => throw new GraphQLException(new GraphQLError("No.")));
        using var result = await harness.ExecuteAsync("{ list { a } }");

        Assert.Equal(["No.", "No.", "There are more than 2 errors; the others are left out."], result.Errors.Select(error => error.Message));
        Assert.EndsWith("""{"list":[{"a":null},{"a":null},{"a":null},{"a":null}]}}""", System.Text.Encoding.UTF8.GetString(result.Json.Span));
    }

    [Fact]
    public async Task Introspection_can_be_switched_off()
    {
        var harness = new Harness(Sdl, options => options with { AllowsIntrospection = false });

        Assert.Equal("INTROSPECTION_DISABLED", await harness.CodeAsync("{ __schema { description } }"));
        Assert.Equal("""{"data":{"__typename":"Query"}}""", await harness.RunAsync("{ __typename }"));
    }
}
