using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>
/// A recursive descent over the tokens of one source. The grammar stands above each method, in the notation of the specification;
/// the method below it does what the grammar says, word for word. Its parts are in the files named by subject.
/// </summary>
ref partial struct Parser
{
    readonly Source _source;
    readonly int _maxDepth;
    Lexer _lexer;
    Token _token;
    int _previousEnd;
    int _depth;

    public Parser(Source source, ParserOptions options)
    {
        (_source, _maxDepth) = (source, options.MaxDepth);
        _lexer = new Lexer(source, options.MaxTokens);
        _token = _lexer.Next();
    }

    // Document : Definition+
    public DocumentNode ParseDocument()
    {
        var definitions = new List<DefinitionNode>();
        do definitions.Add(ParseDefinition()); while (_token.Kind != TokenKind.EndOfFile);
        return new DocumentNode(_source, definitions) { Start = 0, End = _source.Utf8.Length };
    }

    public ValueNode ParseWholeValue(bool isConst)
    {
        var value = ParseValue(isConst);
        Expect(TokenKind.EndOfFile);
        return value;
    }

    public TypeNode ParseWholeType()
    {
        var type = ParseType();
        Expect(TokenKind.EndOfFile);
        return type;
    }

    // Definition : ExecutableDefinition | TypeSystemDefinitionOrExtension
    // ExecutableDefinition : OperationDefinition | FragmentDefinition
    DefinitionNode ParseDefinition()
    {
        if (_token.Kind == TokenKind.OpenBrace) return ParseShorthandQuery();

        var start = _token.Start;
        var description = ParseDescription();
        if (description is not null && _token.Kind == TokenKind.OpenBrace)
            throw _lexer.Error(start, "Unexpected description, descriptions are not supported on shorthand queries.");
        if (_token.Kind != TokenKind.Name) throw Unexpected();
        if (IsKeyword("query"u8) || IsKeyword("mutation"u8) || IsKeyword("subscription"u8)) return ParseOperation(start, description);
        if (IsKeyword("fragment"u8)) return ParseFragmentDefinition(start, description);
        if (!IsKeyword("extend"u8)) return ParseTypeSystemDefinition(start, description);
        if (description is null) return ParseTypeSystemExtension(start);
        throw _lexer.Error(start, "Unexpected description, only GraphQL definitions support descriptions.");
    }

    // Description : StringValue
    StringValueNode? ParseDescription() =>
        _token.Kind is TokenKind.String or TokenKind.BlockString ? ParseStringValue() : null;

    // Name
    NameNode ParseName()
    {
        var token = Expect(TokenKind.Name);
        return Place(new NameNode(TextOf(token)), token.Start);
    }

    Token Advance()
    {
        var token = _token;
        _previousEnd = token.End;
        _token = _lexer.Next();
        return token;
    }

    Token Expect(TokenKind kind)
    {
        if (_token.Kind != kind) throw _lexer.Error(_token.Start, $"Expected {kind.Describe()}, found {Describe(_token)}.");
        return kind == TokenKind.EndOfFile ? _token : Advance();
    }

    bool Skip(TokenKind kind)
    {
        if (_token.Kind != kind) return false;
        Advance();
        return true;
    }

    readonly bool IsKeyword(ReadOnlySpan<byte> keyword) =>
        _token.Kind == TokenKind.Name && _source.Utf8.Span[_token.Start.._token.End].SequenceEqual(keyword);

    bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!IsKeyword(keyword)) return false;
        Advance();
        return true;
    }

    void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (SkipKeyword(keyword)) return;
        throw _lexer.Error(_token.Start, $"Expected \"{Encoding.UTF8.GetString(keyword)}\", found {Describe(_token)}.");
    }

    /// <summary>One level deeper. Hostile nesting is a syntax error here, so that it can't be a stack overflow anywhere.</summary>
    void Descend()
    {
        if (++_depth > _maxDepth)
            throw GraphQLSyntaxError.At(
                _source, _token.Start, $"Document is nested deeper than {_maxDepth} levels. Parsing aborted.",
                GraphQLSyntaxError.DepthLimit);
    }

    void Ascend() => _depth--;

    /// <summary>Gives a node its place: from <paramref name="start"/> to the end of the last token taken.</summary>
    readonly T Place<T>(T node, int start) where T : SyntaxNode
    {
        node.Start = start;
        node.End = _previousEnd;
        return node;
    }

    readonly string TextOf(Token token) => NameCache.Get(_source.Utf8.Span[token.Start..token.End]);

    readonly GraphQLException Unexpected() => Unexpected(_token);

    readonly GraphQLException Unexpected(Token token) => _lexer.Error(token.Start, $"Unexpected {Describe(token)}.");

    readonly string Describe(Token token) => token.Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float =>
            $"{token.Kind} \"{Encoding.UTF8.GetString(_source.Utf8.Span[token.Start..token.End])}\"",
        TokenKind.String => $"String \"{Lexer.ValueOf(_source, token)}\"",
        TokenKind.BlockString => $"BlockString \"{BlockString.ValueOf(_source.Utf8.Span[(token.Start + 3)..(token.End - 3)])}\"",
        _ => token.Kind.Describe(),
    };
}
