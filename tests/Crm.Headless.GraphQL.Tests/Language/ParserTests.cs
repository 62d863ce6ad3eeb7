using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Tests.Language;

public sealed class ParserTests
{
    [Fact]
    public void Operations_fragments_and_variables_can_be_described()
    {
        var document = GraphQLParser.Parse("""
            "Finds one." query One("The id." $id: ID!) { node(id: $id) { ...f } }
            "What is shown." fragment f on Node { id }
            """);
        var operation = document.Operations.Single();
        Assert.Equal("Finds one.", operation.Description?.Value);
        Assert.Equal("The id.", operation.Variables[0].Description?.Value);
        Assert.Equal("What is shown.", document.Fragments.Single().Description?.Value);
    }

    [Fact]
    public void A_node_knows_its_place_in_bytes()
    {
        const string text = "{ e: name }";
        var field = (FieldNode)GraphQLParser.Parse(text).Operations.Single().SelectionSet.Selections[0];
        Assert.Equal((2, 9), (field.Start, field.End));
        Assert.Equal((5, 9), (field.Name.Start, field.Name.End));
    }

    [Fact]
    public void Keywords_are_names_wherever_a_name_may_stand() =>
        Assert.Equal("query query {\n  fragment: on(type: input)\n}",
            GraphQLPrinter.Print(GraphQLParser.Parse("query query { fragment: on(type: input) }")));

    [Theory]
    [InlineData("\"Text\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.")]
    [InlineData("\"Text\" extend type A { a: Int }", "Unexpected description, only GraphQL definitions support descriptions.")]
    [InlineData("", "Unexpected <EOF>.")]
    [InlineData("{}", "Expected Name, found \"}\".")]
    [InlineData("{ a() }", "Expected Name, found \")\".")]
    [InlineData("{ ...on }", "Expected Name, found \"}\".")]
    [InlineData("fragment on on A { a }", "Unexpected Name \"on\".")]
    [InlineData("query ($a: Int = $b) { a }", "Unexpected variable \"$b\" in constant value.")]
    [InlineData("query ($a: Int @d(x: $b)) { a }", "Unexpected variable \"$b\" in constant value.")]
    [InlineData("enum A { null }", "Name \"null\" is reserved and cannot be used for an enum value.")]
    [InlineData("directive @a on NOWHERE", "Unexpected Name \"NOWHERE\".")]
    [InlineData("extend interface A", "Unexpected <EOF>.")]
    [InlineData("schema { read: Query }", "Unexpected Name \"read\".")]
    [InlineData("type A implements { a: Int }", "Expected Name, found \"{\".")]
    [InlineData("type A {}", "Expected Name, found \"}\".")]
    public void What_the_grammar_does_not_know_is_refused(string text, string message) =>
        Assert.Equal("Syntax Error: " + message, Assert.Throws<GraphQLException>(() => GraphQLParser.Parse(text)).Message);

    [Fact]
    public void A_shorthand_query_may_stand_among_other_definitions() =>
        Assert.Equal(2, GraphQLParser.Parse("{ a } query B { b }").Operations.Count());

    [Theory]
    [InlineData("", "{ a", "}")]
    [InlineData("{ a(b: ", "[", "]")]
    [InlineData("{ a(b: ", "{ c: ", "}")]
    [InlineData("query ($a: ", "[", "]")]
    public void Hostile_nesting_is_an_error_and_no_stack_overflow(string before, string open, string close)
    {
        var text = before + string.Concat(Enumerable.Repeat(open, 100_000)) + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.Equal("Syntax Error: Document is nested deeper than 200 levels. Parsing aborted.",
            Assert.Throws<GraphQLException>(() => GraphQLParser.Parse(text)).Message);
    }

    [Fact]
    public void Two_hundred_levels_are_fine()
    {
        var text = string.Concat(Enumerable.Repeat("{ a", 200)) + new string('}', 200);
        Assert.Single(GraphQLParser.Parse(text).Operations);
    }

    [Fact]
    public void A_token_too_many_ends_the_parsing() =>
        Assert.Equal("Syntax Error: Document contains more than 5 tokens. Parsing aborted.",
            Assert.Throws<GraphQLException>(() => GraphQLParser.Parse("{ a b c d e f }", new() { MaxTokens = 5 })).Message);

    [Fact]
    public void Text_after_a_value_or_a_type_is_refused()
    {
        Assert.Throws<GraphQLException>(() => GraphQLParser.ParseValue("1 2"));
        Assert.Throws<GraphQLException>(() => GraphQLParser.ParseType("[Int] Int"));
    }
}
