using System.Text;
using System.Text.Unicode;

namespace Crm.Headless.GraphQL.Language;

/// <summary>Parses source text by the grammar of the September 2025 specification (section 2, and section 3 for type systems).</summary>
/// <exception cref="GraphQLException">
/// Thrown by every method for a text that isn't of the grammar, isn't UTF-8 or is over a limit.
/// </exception>
public static class GraphQLParser
{
    public static DocumentNode Parse(Source source, ParserOptions? options = null) => Start(source, options).ParseDocument();

    public static DocumentNode Parse(ReadOnlyMemory<byte> utf8, ParserOptions? options = null) => Parse(new Source(utf8), options);

    public static DocumentNode Parse(string text, ParserOptions? options = null) => Parse(SourceOf(text), options);

    /// <summary>A value alone, in which variables may stand.</summary>
    public static ValueNode ParseValue(string text, ParserOptions? options = null) =>
        Start(SourceOf(text), options).ParseWholeValue(isConst: false);

    /// <summary>A value alone, without variables: what a default may be.</summary>
    public static ValueNode ParseConstValue(string text, ParserOptions? options = null) =>
        Start(SourceOf(text), options).ParseWholeValue(isConst: true);

    /// <summary>A type reference alone, such as <c>[Contact!]!</c>.</summary>
    public static TypeNode ParseType(string text, ParserOptions? options = null) => Start(SourceOf(text), options).ParseWholeType();

    static Parser Start(Source source, ParserOptions? options)
    {
        RefuseInvalidUtf8(source);
        return new Parser(source, options ?? ParserOptions.Default);
    }

    // SourceCharacter :: any Unicode scalar value (section 2.1). Checked once, so that nothing after this has to.
    static void RefuseInvalidUtf8(Source source)
    {
        var text = source.Utf8.Span;
        if (Utf8.IsValid(text)) return;
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done) offset += length;
        throw GraphQLSyntaxError.At(source, offset, $"Invalid UTF-8: byte 0x{text[offset]:X2} at offset {offset}. Send the text as UTF-8.");
    }

    // A .NET string can hold half of a surrogate pair, which is no character and would turn into another one silently.
    static Source SourceOf(string text)
    {
        var source = new Source(text);
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i < text.Length && i >= 0; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else
                throw GraphQLSyntaxError.At(source, Encoding.UTF8.GetByteCount(text.AsSpan(0, i)),
                    $"Invalid character: a lone surrogate U+{(int)text[i]:X4}.");
        }
        return source;
    }
}
