using System.Globalization;
using System.Text;

namespace Crm.Headless.GraphQL.Language;

ref partial struct Lexer
{
    // StringValue :: " StringCharacter* " (section 2.10.4)
    Token ReadString()
    {
        var start = _position++;
        while (true)
        {
            var run = _text[_position..].IndexOfAny("\"\\\r\n"u8);
            _position = run < 0 ? _text.Length : _position + run;
            if (Peek() == '"') return new(TokenKind.String, start, ++_position);
            if (Peek() != '\\') throw Error(_position, "Unterminated string.");
            SkipEscape();
        }
    }

    // BlockString :: """ BlockStringCharacter* """, where \""" stands for the quotes themselves
    Token ReadBlockString()
    {
        var start = _position;
        _position += 3;
        while (true)
        {
            var quote = _text[_position..].IndexOf("\"\"\""u8);
            if (quote < 0) throw Error(_text.Length, "Unterminated string.");
            _position += quote + 3;
            if (_text[_position - 4] != '\\' || _position - start < 7) return new(TokenKind.BlockString, start, _position);
        }
    }

    // \u EscapedUnicode | \ EscapedCharacter
    void SkipEscape()
    {
        var start = _position;
        switch (Peek(1))
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                _position += 2;
                break;
            case (byte)'u':
                ReadUnicodeEscape(out _);
                break;
            default:
                throw Error(start, $"Invalid character escape sequence: {Excerpt(start, 2)}.");
        }
    }

    // EscapedUnicode :: { HexDigit+ } | HexDigit HexDigit HexDigit HexDigit
    // Static semantics: the code point must be a Unicode scalar value; a leading surrogate must be followed by a trailing one.
    void ReadUnicodeEscape(out Rune rune)
    {
        var start = _position;
        if (Peek(2) == '{')
        {
            ReadBracedEscape(start, out rune);
            return;
        }
        var lead = HexAt(start + 2);
        _position += 6;
        if (Rune.TryCreate(lead, out rune)) return;
        if (lead is >= 0xD800 and <= 0xDBFF && Peek() == '\\' && Peek(1) == 'u')
        {
            var trail = HexAt(_position + 2);
            if (trail >= 0 && Rune.TryCreate((char)lead, (char)trail, out rune))
            {
                _position += 6;
                return;
            }
        }
        throw Error(start, $"Invalid Unicode escape sequence: {Excerpt(start, 6)}.");
    }

    void ReadBracedEscape(int start, out Rune rune)
    {
        var length = _text[start..].IndexOfAny("}\"\r\n"u8);
        var closed = length >= 0 && _text[start + length] == '}';
        var digits = closed ? _text[(start + 3)..(start + length)] : default;
        if (IsHex(digits)
            && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && Rune.TryCreate(code, out rune))
        {
            _position = start + length + 1;
            return;
        }
        throw Error(start, $"Invalid Unicode escape sequence: {Excerpt(start, length < 0 ? 12 : length + 1)}.");
    }

    // -1 when there are no four hex digits.
    readonly int HexAt(int offset)
    {
        if (offset + 4 > _text.Length || !IsHex(_text.Slice(offset, 4))) return -1;
        return int.Parse(_text.Slice(offset, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        return digits.Length > 0;
    }

    readonly string Excerpt(int start, int length)
    {
        var text = _text[start..Math.Min(start + Math.Min(length, 40), _text.Length)];
        return $"\"{Encoding.UTF8.GetString(text)}\"";
    }

    /// <summary>The semantic value of a string token, with its escapes replaced (section 2.10.4).</summary>
    public static string ValueOf(Source source, Token token)
    {
        var text = source.Utf8.Span[(token.Start + 1)..(token.End - 1)];
        if (text.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(text);

        var lexer = new Lexer(source, null) { _position = token.Start + 1 };
        var value = new StringBuilder(text.Length);
        while (lexer._position < token.End - 1) lexer.AppendPiece(value, token.End - 1);
        return value.ToString();
    }

    void AppendPiece(StringBuilder value, int end)
    {
        var run = _text[_position..end].IndexOf((byte)'\\');
        var plain = _text[_position..(run < 0 ? end : _position + run)];
        value.Append(Encoding.UTF8.GetString(plain));
        _position += plain.Length;
        if (run < 0) return;
        if (Peek(1) == 'u')
        {
            ReadUnicodeEscape(out var rune);
            value.Append(rune.ToString());
            return;
        }
        value.Append(Unescape(Peek(1)));
        _position += 2;
    }

    static char Unescape(byte escaped) => escaped switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)escaped,
    };
}
