using System.Collections.Frozen;

namespace Crm.Headless.GraphQL.Language;

// What stands inside of type system definitions, and directive definitions (spec sections 3.6, 3.9, 3.10 and 3.13).
ref partial struct Parser
{
    // FieldsDefinition : { FieldDefinition+ }
    IReadOnlyList<FieldDefinitionNode> ParseFieldsDefinition()
    {
        if (!Skip(TokenKind.OpenBrace)) return [];
        var fields = new List<FieldDefinitionNode>();
        do fields.Add(ParseFieldDefinition()); while (!Skip(TokenKind.CloseBrace));
        return fields;
    }

    // FieldDefinition : Description? Name ArgumentsDefinition? : Type Directives[Const]?
    FieldDefinitionNode ParseFieldDefinition()
    {
        var start = _token.Start;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = ParseArgumentsDefinition();
        Expect(TokenKind.Colon);
        return Place(new FieldDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Type = ParseType(),
            Directives = ParseDirectives(isConst: true),
        }, start);
    }

    // ArgumentsDefinition : ( InputValueDefinition+ )
    IReadOnlyList<InputValueDefinitionNode> ParseArgumentsDefinition() =>
        ParseInputValues(TokenKind.OpenParenthesis, TokenKind.CloseParenthesis);

    // InputFieldsDefinition : { InputValueDefinition+ }
    IReadOnlyList<InputValueDefinitionNode> ParseInputValues(TokenKind open, TokenKind close)
    {
        if (!Skip(open)) return [];
        var values = new List<InputValueDefinitionNode>();
        do values.Add(ParseInputValueDefinition()); while (!Skip(close));
        return values;
    }

    // InputValueDefinition : Description? Name : Type DefaultValue? Directives[Const]?
    InputValueDefinitionNode ParseInputValueDefinition()
    {
        var start = _token.Start;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        return Place(new InputValueDefinitionNode
        {
            Description = description,
            Name = name,
            Type = ParseType(),
            DefaultValue = ParseDefaultValue(),
            Directives = ParseDirectives(isConst: true),
        }, start);
    }

    // EnumValuesDefinition : { EnumValueDefinition+ }
    IReadOnlyList<EnumValueDefinitionNode> ParseEnumValuesDefinition()
    {
        if (!Skip(TokenKind.OpenBrace)) return [];
        var values = new List<EnumValueDefinitionNode>();
        do values.Add(ParseEnumValueDefinition()); while (!Skip(TokenKind.CloseBrace));
        return values;
    }

    // EnumValueDefinition : Description? EnumValue Directives[Const]?
    EnumValueDefinitionNode ParseEnumValueDefinition()
    {
        var start = _token.Start;
        return Place(new EnumValueDefinitionNode
        {
            Description = ParseDescription(),
            Name = ParseEnumValueName(),
            Directives = ParseDirectives(isConst: true),
        }, start);
    }

    // EnumValue : Name but not `true`, `false` or `null`
    NameNode ParseEnumValueName()
    {
        if (IsKeyword("true"u8) || IsKeyword("false"u8) || IsKeyword("null"u8))
            throw _lexer.Error(_token.Start, $"{Describe(_token)} is reserved and cannot be used for an enum value.");
        return ParseName();
    }

    // DirectiveDefinition : Description? directive @ Name ArgumentsDefinition? repeatable? on DirectiveLocations
    DirectiveDefinitionNode ParseDirectiveDefinition(int start, StringValueNode? description)
    {
        ExpectKeyword("directive"u8);
        Expect(TokenKind.At);
        return Place(new DirectiveDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Arguments = ParseArgumentsDefinition(),
            IsRepeatable = SkipKeyword("repeatable"u8),
            Locations = ParseDirectiveLocations(),
        }, start);
    }

    // DirectiveLocations : DirectiveLocations | DirectiveLocation, or |? DirectiveLocation
    List<NameNode> ParseDirectiveLocations()
    {
        ExpectKeyword("on"u8);
        Skip(TokenKind.Pipe);
        var locations = new List<NameNode>();
        do locations.Add(ParseDirectiveLocation()); while (Skip(TokenKind.Pipe));
        return locations;
    }

    // DirectiveLocation : ExecutableDirectiveLocation | TypeSystemDirectiveLocation
    NameNode ParseDirectiveLocation()
    {
        var token = _token;
        var name = ParseName();
        return DirectiveLocations.All.Contains(name.Value) ? name : throw Unexpected(token);
    }
}

/// <summary>Where directives may stand (spec section 3.13).</summary>
static class DirectiveLocations
{
    public static FrozenSet<string> Executable { get; } = FrozenSet.ToFrozenSet(
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
    ]);

    public static FrozenSet<string> TypeSystem { get; } = FrozenSet.ToFrozenSet(
    [
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    ]);

    public static FrozenSet<string> All { get; } = Executable.Concat(TypeSystem).ToFrozenSet();
}
