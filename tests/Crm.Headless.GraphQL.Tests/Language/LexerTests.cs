using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Tests.Language;

public sealed class LexerTests
{
    [Fact]
    public void Commas_comments_spaces_and_byte_order_marks_are_ignored() =>
        Assert.Equal("[1, 2]", Print("\uFEFF[ 1,,\t# one\r\n2 \uFEFF]"));

    [Theory]
    [InlineData("0")]
    [InlineData("-12")]
    [InlineData("1234567890123456789012345678901234567890")]
    public void An_integer_keeps_its_digits(string text) =>
        Assert.Equal(text, Assert.IsType<IntValueNode>(GraphQLParser.ParseValue(text)).Text);

    [Theory]
    [InlineData("-0.5")]
    [InlineData("1e50")]
    [InlineData("1.25E-3")]
    public void A_fraction_or_an_exponent_makes_a_float(string text) =>
        Assert.Equal(text, Assert.IsType<FloatValueNode>(GraphQLParser.ParseValue(text)).Text);

    [Theory]
    [InlineData("01", "Invalid number, unexpected digit after 0: \"1\".")]
    [InlineData("1.", "Invalid number, expected digit but got: <EOF>.")]
    [InlineData("-x", "Invalid number, expected digit but got: \"x\".")]
    [InlineData("0xF1", "Invalid number, expected digit but got: \"x\".")]
    [InlineData("1.2.3", "Invalid number, expected digit but got: \".\".")]
    [InlineData("1e", "Invalid number, expected digit but got: <EOF>.")]
    public void A_broken_number_is_one_mistake(string text, string message) => Refused(text, message);

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a \\\" \\\\ \\/ \\b\\f\\n\\r\\t\"", "a \" \\ / \b\f\n\r\t")]
    [InlineData("\"\\u00e9\\u{1F600}\\u{e9}\"", "é😀é")]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("\"张伟 😀\"", "张伟 😀")]
    public void A_string_has_its_escapes_replaced(string text, string value) =>
        Assert.Equal(value, Assert.IsType<StringValueNode>(GraphQLParser.ParseValue(text)).Value);

    [Theory]
    [InlineData("\"open", "Unterminated string.")]
    [InlineData("\"two\nlines\"", "Unterminated string.")]
    [InlineData("\"\"\"open", "Unterminated string.")]
    [InlineData("\"\\x\"", "Invalid character escape sequence: \"\\x\".")]
    [InlineData("\"\\u12G4\"", "Invalid Unicode escape sequence: \"\\u12G4\".")]
    [InlineData("\"\\uD83D\"", "Invalid Unicode escape sequence: \"\\uD83D\".")]
    [InlineData("\"\\uDE00\\uD83D\"", "Invalid Unicode escape sequence: \"\\uDE00\".")]
    [InlineData("\"\\u{110000}\"", "Invalid Unicode escape sequence: \"\\u{110000}\".")]
    [InlineData("\"\\u{}\"", "Invalid Unicode escape sequence: \"\\u{}\".")]
    [InlineData("'single'", "Unexpected single quote character ('), did you mean to use a double quote (\")?")]
    [InlineData("?", "Unexpected character: \"?\".")]
    [InlineData("\u0007", "Unexpected character: U+0007.")]
    [InlineData("..", "Unexpected character: \".\".")]
    public void What_is_no_token_is_refused(string text, string message) => Refused(text, message);

    [Fact]
    public void A_block_string_loses_its_common_indentation_and_its_blank_ends() =>
        Assert.Equal("Hello,\n  World!\n\nYours", Value("\"\"\"\n\n    Hello,\n      World!\r\n  \n    Yours\n  \"\"\""));

    [Fact]
    public void A_block_string_knows_one_escape() =>
        Assert.Equal("say \"\"\" and \\n", Value("\"\"\"say \\\"\"\" and \\n\"\"\""));

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] bytes = [.. "{ a(b: \""u8, 0xFF, .. "\") }"u8];
        var error = Assert.Throws<GraphQLException>(() => GraphQLParser.Parse(bytes));
        Assert.Equal("Syntax Error: Invalid UTF-8: byte 0xFF at offset 8. Send the text as UTF-8.", error.Message);
        Assert.Equal(new SourceLocation(1, 9), error.Errors[0].Locations[0]);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Equal("Syntax Error: Invalid character: a lone surrogate U+D83D.",
            Assert.Throws<GraphQLException>(() => GraphQLParser.Parse("{ a(b: \"😀\uD83D\") }")).Message);

    [Fact]
    public void Columns_count_characters_and_lines_end_with_any_line_terminator()
    {
        var error = Assert.Throws<GraphQLException>(() => GraphQLParser.Parse("{ a\r\n b\r c\n (x: \"张伟😀\" ?) }"));
        Assert.Equal(new SourceLocation(4, 13), error.Errors[0].Locations[0]);
    }

    static string Value(string text) => Assert.IsType<StringValueNode>(GraphQLParser.ParseValue(text)).Value;

    static string Print(string text) => GraphQLPrinter.Print(GraphQLParser.ParseValue(text));

    static void Refused(string text, string message)
    {
        var error = Assert.Throws<GraphQLException>(() => GraphQLParser.ParseValue(text));
        Assert.Equal("Syntax Error: " + message, error.Message);
        Assert.Equal("GRAPHQL_PARSE_FAILED", error.Errors[0].Code);
    }
}
