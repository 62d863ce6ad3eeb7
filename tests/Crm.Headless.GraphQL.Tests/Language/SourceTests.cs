using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Tests.Language;

public sealed class SourceTests
{
    [Theory]
    [InlineData("abc", 0, 1, 1)]
    [InlineData("abc", 3, 1, 4)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\rb", 2, 2, 1)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\r\rb", 3, 3, 1)]
    [InlineData("\n\n", 2, 3, 1)]
    [InlineData("伟😀b", 7, 1, 4)]
    [InlineData("abc", 99, 1, 4)]
    [InlineData("", 0, 1, 1)]
    public void A_byte_offset_has_a_line_and_a_column(string text, int offset, int line, int column) =>
        Assert.Equal(new SourceLocation(line, column), new Source(text).LocationOf(offset));
}
