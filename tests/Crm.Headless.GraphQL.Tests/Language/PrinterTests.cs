using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Tests.Language;

public sealed class PrinterTests
{
    [Theory]
    [InlineData("query{a}", "{\n  a\n}")]
    [InlineData("query Q($a:[Int!]=[1]@d){b:a(x:$a)@d}", "query Q($a: [Int!] = [1] @d) {\n  b: a(x: $a) @d\n}")]
    [InlineData(
        "{a{...on B@d{b}...{c}...F@d}}", "{\n  a {\n    ... on B @d {\n      b\n    }\n    ... {\n      c\n    }\n    ...F @d\n  }\n}")]
    [InlineData("\"A query.\"query{a}", "\"A query.\"\nquery {\n  a\n}")]
    [InlineData("fragment F on A@d{a}", "fragment F on A @d {\n  a\n}")]
    [InlineData("type A query{a}", "type A\n\nquery {\n  a\n}")]
    [InlineData("extend union U=|A|B", "extend union U = A | B")]
    [InlineData(
        "directive@d(\"Text.\"a:Int=1)repeatable on|FIELD|QUERY",
        "directive @d(\n  \"Text.\"\n  a: Int = 1\n) repeatable on FIELD | QUERY")]
    [InlineData("input I@d{a:Int=1@e b:B={}}", "input I @d {\n  a: Int = 1 @e\n  b: B = {}\n}")]
    public void A_document_is_printed_in_the_customary_layout(string text, string printed) =>
        Assert.Equal(printed, GraphQLPrinter.Print(GraphQLParser.Parse(text)));

    [Fact]
    public void Long_arguments_take_a_line_each() =>
        Assert.Equal($"{{\n  a(\n    b: \"{new string('x', 50)}\"\n    c: \"{new string('y', 50)}\"\n  )\n}}",
            GraphQLPrinter.Print(GraphQLParser.Parse($"{{ a(b: \"{new string('x', 50)}\", c: \"{new string('y', 50)}\") }}")));

    // Done naively, every level doubles the work, so that no machine would come to an end.
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    public void A_long_text_deep_inside_is_printed_once(string before, string after)
    {
        const int Depth = 180;
        var text = string.Concat(Enumerable.Repeat(before, Depth)) + $"\"{new string('x', 90)}\"" + string.Concat(Enumerable.Repeat(after, Depth));
        var printed = GraphQLPrinter.Print(GraphQLParser.ParseValue(text));

        Assert.Equal(2 * Depth + 1, printed.Split('\n').Length);
        Assert.Equal(printed, GraphQLPrinter.Print(GraphQLParser.ParseValue(printed)));
    }

    [Theory]
    [InlineData("[1, {a: \"b\", c: []}]", 80, "[1, { a: \"b\", c: [] }]")]
    [InlineData("{}", 80, "{}")]
    [InlineData("[[[[1, 2, 3]]], 4]", 8, "[[[[1, 2...")]
    [InlineData("{abcdef: \"ghijklmnop\"}", 12, "{ abcdef: \"g...")]
    [InlineData("\"ghijklmnop\"", 4, "\"ghi...")]
    public void An_excerpt_is_the_beginning_on_one_line(string value, int length, string excerpt) =>
        Assert.Equal(excerpt, Excerpt.Of(GraphQLParser.ParseValue(value), length));

    [Theory]
    [InlineData("a\"b\\c\u0001\u007F\n", "\"a\\\"b\\\\c\\u0001\\u007F\\n\"")]
    [InlineData("张伟 😀", "\"张伟 😀\"")]
    public void A_string_is_quoted_with_as_few_escapes_as_possible(string value, string printed) =>
        Assert.Equal(printed, GraphQLPrinter.Print(new StringValueNode(value)));

    [Theory]
    [InlineData("one line")]
    [InlineData("  indented")]
    [InlineData("two\nlines")]
    [InlineData("first\n  second")]
    [InlineData("  first\nsecond")]
    [InlineData("ends with a quote\"")]
    [InlineData("ends with a slash\\")]
    [InlineData("has \"\"\" inside and at its end \"\"\"")]
    [InlineData("a line that is so long that the quotes are better put on lines of their own, as everybody does")]
    public void A_block_string_reads_back_as_it_was(string value)
    {
        var printed = GraphQLPrinter.Print(new StringValueNode(value, isBlock: true));
        Assert.Equal(value, Assert.IsType<StringValueNode>(GraphQLParser.ParseValue(printed)).Value);
    }
}
