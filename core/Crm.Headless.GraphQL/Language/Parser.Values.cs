namespace Crm.Headless.GraphQL.Language;

// Input values and type references (spec sections 2.10 to 2.12).
ref partial struct Parser
{
    // Value[Const] : [~Const] Variable | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue
    //                | ListValue[?Const] | ObjectValue[?Const]
    ValueNode ParseValue(bool isConst)
    {
        switch (_token.Kind)
        {
            case TokenKind.Dollar: return isConst ? throw VariableInConstant() : ParseVariable();
            case TokenKind.Int: return ParseIntValue();
            case TokenKind.Float: return ParseFloatValue();
            case TokenKind.String or TokenKind.BlockString: return ParseStringValue();
            case TokenKind.Name: return ParseNamedValue();
            case TokenKind.OpenBracket: return ParseListValue(isConst);
            case TokenKind.OpenBrace: return ParseObjectValue(isConst);
            default: throw Unexpected();
        }
    }

    // Variable : $ Name
    VariableNode ParseVariable()
    {
        var start = Expect(TokenKind.Dollar).Start;
        return Place(new VariableNode(ParseName()), start);
    }

    GraphQLException VariableInConstant()
    {
        var dollar = Advance();
        return _token.Kind == TokenKind.Name
            ? _lexer.Error(dollar.Start, $"Unexpected variable \"${TextOf(_token)}\" in constant value.")
            : Unexpected(dollar);
    }

    IntValueNode ParseIntValue()
    {
        var token = Advance();
        return Place(new IntValueNode(TextOf(token)), token.Start);
    }

    FloatValueNode ParseFloatValue()
    {
        var token = Advance();
        return Place(new FloatValueNode(TextOf(token)), token.Start);
    }

    StringValueNode ParseStringValue()
    {
        var token = Advance();
        var isBlock = token.Kind == TokenKind.BlockString;
        var value = isBlock
            ? BlockString.ValueOf(_source.Utf8.Span[(token.Start + 3)..(token.End - 3)])
            : Lexer.ValueOf(_source, token);
        return Place(new StringValueNode(value, isBlock), token.Start);
    }

    // BooleanValue : one of true false
    // NullValue : null
    // EnumValue : Name but not true, false or null
    ValueNode ParseNamedValue()
    {
        var token = Advance();
        return TextOf(token) switch
        {
            "true" => Place(new BooleanValueNode(true), token.Start),
            "false" => Place(new BooleanValueNode(false), token.Start),
            "null" => Place(new NullValueNode(), token.Start),
            var name => Place(new EnumValueNode(name), token.Start),
        };
    }

    // ListValue[Const] : [ ] | [ Value[?Const]+ ]
    ListValueNode ParseListValue(bool isConst)
    {
        var start = Expect(TokenKind.OpenBracket).Start;
        Descend();
        var items = new List<ValueNode>();
        while (!Skip(TokenKind.CloseBracket)) items.Add(ParseValue(isConst));
        Ascend();
        return Place(new ListValueNode(items), start);
    }

    // ObjectValue[Const] : { } | { ObjectField[?Const]+ }
    ObjectValueNode ParseObjectValue(bool isConst)
    {
        var start = Expect(TokenKind.OpenBrace).Start;
        Descend();
        var fields = new List<ObjectFieldNode>();
        while (!Skip(TokenKind.CloseBrace)) fields.Add(ParseObjectField(isConst));
        Ascend();
        return Place(new ObjectValueNode(fields), start);
    }

    // ObjectField[Const] : Name : Value[?Const]
    ObjectFieldNode ParseObjectField(bool isConst)
    {
        var start = _token.Start;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return Place(new ObjectFieldNode(name, ParseValue(isConst)), start);
    }

    // DefaultValue : = Value[Const]
    ValueNode? ParseDefaultValue() => Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null;

    // Type : NamedType | ListType | NonNullType
    // NonNullType : NamedType ! | ListType !
    TypeNode ParseType()
    {
        var start = _token.Start;
        TypeNode type = _token.Kind == TokenKind.OpenBracket ? ParseListType() : ParseNamedType();
        return Skip(TokenKind.Bang) ? Place(new NonNullTypeNode(type), start) : type;
    }

    // ListType : [ Type ]
    ListTypeNode ParseListType()
    {
        var start = Expect(TokenKind.OpenBracket).Start;
        Descend();
        var type = ParseType();
        Expect(TokenKind.CloseBracket);
        Ascend();
        return Place(new ListTypeNode(type), start);
    }

    // NamedType : Name
    NamedTypeNode ParseNamedType()
    {
        var start = _token.Start;
        return Place(new NamedTypeNode(ParseName()), start);
    }
}
