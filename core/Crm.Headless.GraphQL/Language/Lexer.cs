using System.Globalization;
using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>
/// Cuts a source into tokens (spec section 2.1). The text is known to be valid UTF-8 before it starts; outside of strings and comments
/// every token is ASCII, so that the bytes can be read as they are.
/// </summary>
ref partial struct Lexer(Source source, int? maxTokens)
{
    readonly ReadOnlySpan<byte> _text = source.Utf8.Span;
    int _position;
    int _tokens;

    /// <summary>The next token that isn't ignored.</summary>
    public Token Next()
    {
        SkipIgnored();
        if (_position == _text.Length) return new(TokenKind.EndOfFile, _position, _position);
        if (++_tokens > maxTokens)
            throw GraphQLSyntaxError.At(
                source, _position, $"Document contains more than {maxTokens} tokens. Parsing aborted.", GraphQLSyntaxError.TokenLimit);
        return Read();
    }

    public readonly GraphQLException Error(int offset, string description) => GraphQLSyntaxError.At(source, offset, description);

    // Ignored :: one of UnicodeBOM Whitespace LineTerminator Comment Comma (section 2.1.6)
    void SkipIgnored()
    {
        while (_position < _text.Length)
        {
            switch (_text[_position])
            {
                case (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)',':
                    _position++;
                    break;
                case (byte)'#':
                    SkipComment();
                    break;
                case 0xEF when _text[_position..].StartsWith("\uFEFF"u8):
                    _position += 3;
                    break;
                default:
                    return;
            }
        }
    }

    // Comment :: # CommentChar*, where a CommentChar is any character but a LineTerminator (section 2.1.3)
    void SkipComment()
    {
        var length = _text[_position..].IndexOfAny((byte)'\n', (byte)'\r');
        _position = length < 0 ? _text.Length : _position + length;
    }

    Token Read()
    {
        var first = _text[_position];
        if (IsNameStart(first)) return ReadName();
        switch (first)
        {
            case (byte)'{': return Punctuator(TokenKind.OpenBrace);
            case (byte)'}': return Punctuator(TokenKind.CloseBrace);
            case (byte)'(': return Punctuator(TokenKind.OpenParenthesis);
            case (byte)')': return Punctuator(TokenKind.CloseParenthesis);
            case (byte)':': return Punctuator(TokenKind.Colon);
            case (byte)'$': return Punctuator(TokenKind.Dollar);
            case (byte)'!': return Punctuator(TokenKind.Bang);
            case (byte)'[': return Punctuator(TokenKind.OpenBracket);
            case (byte)']': return Punctuator(TokenKind.CloseBracket);
            case (byte)'@': return Punctuator(TokenKind.At);
            case (byte)'=': return Punctuator(TokenKind.EqualsSign);
            case (byte)'|': return Punctuator(TokenKind.Pipe);
            case (byte)'&': return Punctuator(TokenKind.Ampersand);
            case (byte)'.': return ReadSpread();
            case (byte)'"': return _text[_position..].StartsWith("\"\"\""u8) ? ReadBlockString() : ReadString();
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'): return ReadNumber();
            default: throw UnexpectedCharacter();
        }
    }

    Token Punctuator(TokenKind kind, int length = 1) => new(kind, _position, _position += length);

    Token ReadSpread()
    {
        if (_text[_position..].StartsWith("..."u8)) return Punctuator(TokenKind.Spread, 3);
        throw UnexpectedCharacter();
    }

    // Name :: NameStart NameContinue* [lookahead != NameContinue] (section 2.1.8)
    Token ReadName()
    {
        var start = _position++;
        while (_position < _text.Length && IsNameContinue(_text[_position])) _position++;
        return new(TokenKind.Name, start, _position);
    }

    static bool IsNameStart(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a' || value == '_';

    static bool IsNameContinue(byte value) => IsNameStart(value) || IsDigit(value);

    static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    readonly byte Peek(int ahead = 0) => _position + ahead < _text.Length ? _text[_position + ahead] : (byte)0;

    readonly GraphQLException UnexpectedCharacter() => Error(_position, _text[_position] == '\''
        ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
        : $"Unexpected character: {Describe(_position)}.");

    /// <summary>The character at an offset as an error shows it: quoted when it can be printed, else its code point.</summary>
    readonly string Describe(int offset)
    {
        if (Rune.DecodeFromUtf8(_text[offset..], out var rune, out _) != System.Buffers.OperationStatus.Done) return "<EOF>";
        if (rune.Value == '"') return "'\"'";
        return rune.Value is >= 0x20 and <= 0x7E
            ? $"\"{rune}\""
            : "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);
    }
}
