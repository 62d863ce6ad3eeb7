namespace Crm.Headless.GraphQL.Language;

ref partial struct Lexer
{
    // IntValue :: IntegerPart [lookahead != {Digit, ., NameStart}] (section 2.10.1)
    // FloatValue :: IntegerPart FractionalPart? ExponentPart? with at least one of the two (section 2.10.2)
    Token ReadNumber()
    {
        var start = _position;
        var kind = TokenKind.Int;
        ReadIntegerPart();
        if (Peek() == '.')
        {
            kind = TokenKind.Float;
            _position++;
            ReadDigits();
        }
        if (Peek() is (byte)'e' or (byte)'E')
        {
            kind = TokenKind.Float;
            _position++;
            if (Peek() is (byte)'+' or (byte)'-') _position++;
            ReadDigits();
        }
        // Numbers can't be followed by another number's parts or by a name, so that "0xF" or "1.2.3" is one mistake and not two tokens.
        if (Peek() == '.' || IsNameStart(Peek())) throw ExpectedDigit();
        return new(kind, start, _position);
    }

    // IntegerPart :: NegativeSign? 0 | NegativeSign? NonZeroDigit Digit*
    void ReadIntegerPart()
    {
        if (Peek() == '-') _position++;
        if (Peek() != '0')
        {
            ReadDigits();
            return;
        }
        _position++;
        if (IsDigit(Peek())) throw Error(_position, $"Invalid number, unexpected digit after 0: {Describe(_position)}.");
    }

    void ReadDigits()
    {
        if (!IsDigit(Peek())) throw ExpectedDigit();
        while (IsDigit(Peek())) _position++;
    }

    readonly GraphQLException ExpectedDigit() => Error(_position, $"Invalid number, expected digit but got: {Describe(_position)}.");
}
