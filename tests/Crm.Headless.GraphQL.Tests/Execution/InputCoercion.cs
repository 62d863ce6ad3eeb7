using System.Text.Json;
using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Execution;

/// <summary>Spec sections 3.9 to 3.12, 6.1.2 and 6.4.1.</summary>
public sealed class InputCoercion
{
    const string Sdl = """
        scalar Any
        enum Color { RED GREEN }
        input Point { x: Int! y: Int = 7 color: Color tags: [String!] next: Point }
        input Key @oneOf { id: ID name: String }
        type Query {
          point(in: Point): Any  points(in: [Point!]): Any  list(in: [[Int]]): Any  color(in: Color! = GREEN): Any
          key(in: Key!): Any  any(in: Any): Any  number(in: Int = 3): Any  given(in: Int): Any  text(in: String): Any  must(in: Int!): Any
        }
        """;

    [Theory]
    [InlineData("""{ point(in: {x: 1}) }""", """{"x":1,"y":7}""")]
    [InlineData("""{ point(in: {x: 1, y: null, color: RED, tags: "a"}) }""", """{"x":1,"y":null,"color":"RED","tags":["a"]}""")]
    [InlineData("""{ points(in: {x: 1}) }""", """[{"x":1,"y":7}]""")]
    [InlineData("""{ list(in: 1) }""", "[[1]]")]
    [InlineData("""{ list(in: [1, [2, null], null]) }""", "[[1],[2,null],null]")]
    [InlineData("""{ color }""", "\"GREEN\"")]
    [InlineData("""{ number }""", "3")]
    [InlineData("""{ number(in: null) }""", "null")]
    [InlineData("""{ any(in: {a: [1, "b", true, null, 1.5, E]}) }""", """{"a":[1,"b",true,null,1.5,"E"]}""")]
    [InlineData("""{ key(in: {id: 5}) }""", """{"id":"5"}""")]
    public async Task A_literal_becomes_a_value(string document, string expected) => Assert.Equal(expected, await EchoAsync(document));

    [Theory]
    [InlineData("($v: Point) { point(in: $v) }", """{"v":{"x":1}}""", """{"x":1,"y":7}""")]
    [InlineData("($v: [[Int]]) { list(in: $v) }", """{"v":1}""", "[[1]]")]
    [InlineData("($v: Int!) { list(in: [[$v, 2]]) }", """{"v":1}""", "[[1,2]]")]
    [InlineData("($v: Int) { list(in: [[$v, 2]]) }", "{}", "[[null,2]]")]
    [InlineData("($v: Int!, $w: Int) { point(in: {x: $v, y: $w}) }", """{"v":1}""", """{"x":1,"y":7}""")]
    [InlineData("($v: Int!, $w: Int) { point(in: {x: $v, y: $w}) }", """{"v":1,"w":null}""", """{"x":1,"y":null}""")]
    [InlineData("($v: Color = RED) { color(in: $v) }", "{}", "\"RED\"")]
    [InlineData("($v: Color) { color(in: $v) }", "{}", "\"GREEN\"")]
    [InlineData("($v: Int) { number(in: $v) }", "{}", "3")]
    [InlineData("($v: Int) { number(in: $v) }", """{"v":null}""", "null")]
    [InlineData("($v: Any) { any(in: {a: [$v]}) }", """{"v":{"b":1}}""", """{"a":[{"b":1}]}""")]
    [InlineData("($v: Any) { any(in: {a: $v, b: 1}) }", "{}", """{"b":1}""")]
    [InlineData("($v: String!) { key(in: {name: $v}) }", """{"v":"n"}""", """{"name":"n"}""")]
    public async Task A_variable_becomes_a_value(string document, string variables, string expected) =>
        Assert.Equal(expected, await EchoAsync("query" + document, variables));

    [Theory]
    [InlineData("Point!", "point", """{}""", "Variable \"$v\" has invalid value: Expected a value of non-null type \"Point!\" to be provided.")]
    [InlineData("Point!", "point", """{"v":null}""", "Variable \"$v\" has invalid value: Expected value of non-null type \"Point!\" not to be null.")]
    [InlineData("Point", "point", """{"v":5}""", "Variable \"$v\" has invalid value: Expected value of type \"Point\" to be an object, found: 5.")]
    [InlineData("Point", "point", """{"v":{"x":1,"z":2}}""", "Variable \"$v\" has invalid value: Expected value of type \"Point\" not to include unknown field \"z\", found: {\"x\":1,\"z\":2}.")]
    [InlineData("Point", "point", """{"v":{"x":1,"next":{"y":1}}}""", "Variable \"$v\" has invalid value at .next: Expected value of type \"Point\" to include required field \"x\", found: {\"y\":1}.")]
    [InlineData("[Point!]", "points", """{"v":[{"x":1},null]}""", "Variable \"$v\" has invalid value at [1]: Expected value of non-null type \"Point!\" not to be null.")]
    [InlineData("Color", "color", """{"v":"BLUE"}""", "Variable \"$v\" has invalid value: Value \"BLUE\" does not exist in \"Color\" enum.")]
    [InlineData("Color", "color", """{"v":1}""", "Variable \"$v\" has invalid value: Enum \"Color\" cannot represent non-string value: 1.")]
    [InlineData("Key!", "key", """{"v":{"id":1,"name":"n"}}""", "Variable \"$v\" has invalid value: Exactly one key must be specified for OneOf type \"Key\".")]
    [InlineData("Key!", "key", """{"v":{"id":null}}""", "Variable \"$v\" has invalid value: Field \"id\" for OneOf type \"Key\" must be non-null.")]
    [InlineData("String", "text", """{"v":"\ud800"}""", "Variable \"$v\" has invalid value: It holds text that isn't valid Unicode.")]
    public async Task A_wrong_variable_refuses_the_request_and_says_where(string type, string field, string variables, string message)
    {
        using var result = await Echo().ExecuteAsync($"query($v: {type}) {{ {field}(in: $v) }}", variables);

        Assert.False(result.HasData);
        Assert.Equal((message, "BAD_USER_INPUT"), (result.Errors[0].Message, result.Errors[0].Code));
    }

    [Fact]
    public async Task Every_wrong_variable_is_named()
    {
        using var result = await Echo().ExecuteAsync("query($v: Int, $w: Color) { given(in: $v) color(in: $w) }", """{"v":"x","w":"y"}""");

        Assert.Equal(2, result.Errors.Count);
    }

    // Done naively, each of them copies the whole object: that there is an answer is the test.
    [Fact]
    public async Task Of_a_hundred_thousand_unknown_fields_the_first_fifty_are_named()
    {
        var fields = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"\"f{i}\":{i}"));
        using var result = await Echo().ExecuteAsync("query($v: Point, $w: Point) { a: point(in: $v) b: point(in: $w) }", $$$"""{"v":{{{{fields}}} },"w":{{{{fields}}} } }""");

        Assert.Equal(50, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.True(error.Message.Length < 300));
    }

    [Fact]
    public async Task Of_a_long_list_of_wrong_values_the_first_fifty_are_named()
    {
        using var result = await Echo().ExecuteAsync("query($v: [[Int]]) { list(in: $v) }", $$"""{"v":[{{string.Join(",", Enumerable.Repeat("[true]", 1000))}}]}""");

        Assert.Equal(50, result.Errors.Count);
        Assert.StartsWith("Variable \"$v\" has invalid value at [49][0]: ", result.Errors[^1].Message);
    }

    [Fact]
    public async Task An_argument_that_lacks_its_variable_is_an_error_of_its_field_alone() => Assert.Equal(
        """{"data":{"must":null,"number":3}}""",
        await new Harness(Sdl, options => options with { SkipsValidation = true })
            .Resolve("Query.number", arguments => arguments[0])
            .DataAsync("query($v: Int) { must(in: $v) number }"));

    [Fact]
    public async Task Null_is_told_from_not_given()
    {
        var harness = new Harness(Sdl).Resolve("Query.given", arguments => arguments.IsGiven(0));

        Assert.Equal("""{"data":{"a":true,"b":false,"c":false}}""", await harness.RunAsync("query($v: Int) { a: given(in: null) b: given c: given(in: $v) }"));
    }

    [Theory]
    [InlineData("{ point(in: {x: 1}) }")]
    [InlineData("{ points(in: [{x: 1}]) }")]
    [InlineData("{ list(in: [[1]]) }")]
    [InlineData("{ byDefault }")]
    [InlineData("{ inside(in: {}) }")]
    public async Task Lists_and_input_objects_belong_to_one_request(string document)
    {
        var seen = new List<object?>();
        var harness = new Harness("""
            scalar Any
            input Point { x: Int! }
            input Holder { list: [Int] = [1] }
            type Query { point(in: Point): Any points(in: [Point!]): Any list(in: [[Int]]): Any byDefault(in: [Int] = [1]): Any inside(in: Holder): Any }
            """);
        foreach (var field in new[] { "point", "points", "list", "byDefault", "inside" })
            harness.Resolve("Query." + field, arguments =>
            {
                seen.Add(arguments[0] is Dictionary<string, object?> map && map.TryGetValue("list", out var list) ? list : arguments[0]);
                return null;
            });
        await harness.RunAsync(document);
        await harness.RunAsync(document);

        Assert.Equal(2, seen.Count);
        Assert.NotSame(seen[0], seen[1]);
    }

    [Fact]
    public async Task An_input_object_becomes_what_its_type_creates()
    {
        var number = BuiltInScalars.Int;
        var input = new InputObjectType("PairInput")
        {
            Fields = new FieldMap<InputValue>([new("a", number), new("b", number)], field => field.Name),
            Create = fields => ((int)fields["a"]!, (int)fields["b"]!),
        };
        var sum = new Field("sum", number)
        {
            Arguments = new FieldMap<InputValue>([new("of", input)], argument => argument.Name),
            Resolver = new BatchResolver(context =>
            {
                var (a, b) = ((int, int))context.Arguments[0]!;
                return new([a + b]);
            }),
        };
        var executor = new RequestExecutor(Schemas.With([input, number], sum), new());
        var operation = executor.Prepare("query($p: PairInput) { a: sum(of: $p) b: sum(of: {a: 3, b: 4}) }"u8.ToArray(), null);
        using var result = await executor.ExecuteAsync(operation, JsonElement.Parse("""{"p":{"a":1,"b":2}}"""), Harness.Scope, default);

        Assert.Equal("""{"data":{"a":3,"b":7}}""", System.Text.Encoding.UTF8.GetString(result.Json.Span));
    }

    static Harness Echo()
    {
        var harness = new Harness(Sdl);
        foreach (var field in new[] { "point", "points", "list", "color", "key", "any", "number" })
            harness.Resolve("Query." + field, arguments => arguments[0]);
        return harness;
    }

    // The only field's value.
    static async Task<string> EchoAsync(string document, string variables = "{}")
    {
        var answer = await Echo().RunAsync(document, variables);
        using var json = JsonDocument.Parse(answer);
        Assert.False(json.RootElement.TryGetProperty("errors", out _), answer);
        return json.RootElement.GetProperty("data").EnumerateObject().Single().Value.GetRawText();
    }
}
