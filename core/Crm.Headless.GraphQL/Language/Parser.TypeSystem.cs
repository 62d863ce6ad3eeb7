namespace Crm.Headless.GraphQL.Language;

// Definitions of the type system (spec section 3).
ref partial struct Parser
{
    // TypeSystemDefinition : SchemaDefinition | TypeDefinition | DirectiveDefinition
    DefinitionNode ParseTypeSystemDefinition(int start, StringValueNode? description)
    {
        if (IsKeyword("schema"u8)) return ParseSchema(start, description, isExtension: false);
        if (IsKeyword("directive"u8)) return ParseDirectiveDefinition(start, description);
        return ParseTypeDefinition(start, description, isExtension: false);
    }

    // TypeDefinition : ScalarTypeDefinition | ObjectTypeDefinition | InterfaceTypeDefinition | UnionTypeDefinition
    //                  | EnumTypeDefinition | InputObjectTypeDefinition
    TypeDefinitionNode ParseTypeDefinition(int start, StringValueNode? description, bool isExtension)
    {
        if (IsKeyword("scalar"u8)) return ParseScalarType(start, description, isExtension);
        if (IsKeyword("type"u8)) return ParseObjectType(start, description, isExtension);
        if (IsKeyword("interface"u8)) return ParseInterfaceType(start, description, isExtension);
        if (IsKeyword("union"u8)) return ParseUnionType(start, description, isExtension);
        if (IsKeyword("enum"u8)) return ParseEnumType(start, description, isExtension);
        if (IsKeyword("input"u8)) return ParseInputObjectType(start, description, isExtension);
        throw Unexpected();
    }

    // TypeSystemExtension : SchemaExtension | TypeExtension
    // An extension is the definition behind the word `extend`, without a description, and adds at least one thing.
    TypeSystemDefinitionNode ParseTypeSystemExtension(int start)
    {
        ExpectKeyword("extend"u8);
        TypeSystemDefinitionNode extension = IsKeyword("schema"u8)
            ? ParseSchema(start, null, isExtension: true)
            : ParseTypeDefinition(start, null, isExtension: true);
        return AddsSomething(extension) ? extension : throw Unexpected();
    }

    static bool AddsSomething(TypeSystemDefinitionNode extension) => extension.Directives.Count > 0 || extension switch
    {
        SchemaDefinitionNode schema => schema.OperationTypes.Count > 0,
        FieldsTypeDefinitionNode type => type.Fields.Count > 0 || type.Interfaces.Count > 0,
        UnionTypeDefinitionNode union => union.Types.Count > 0,
        EnumTypeDefinitionNode type => type.Values.Count > 0,
        InputObjectTypeDefinitionNode input => input.Fields.Count > 0,
        _ => false,
    };

    // SchemaDefinition : Description? schema Directives[Const]? { RootOperationTypeDefinition+ }
    // SchemaExtension : extend schema Directives[Const]? { RootOperationTypeDefinition+ }
    //                   | extend schema Directives[Const] [lookahead != {]
    SchemaDefinitionNode ParseSchema(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("schema"u8);
        return Place(new SchemaDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Directives = ParseDirectives(isConst: true),
            OperationTypes = isExtension && _token.Kind != TokenKind.OpenBrace ? [] : ParseRootOperationTypes(),
        }, start);
    }

    IReadOnlyList<OperationTypeDefinitionNode> ParseRootOperationTypes()
    {
        Expect(TokenKind.OpenBrace);
        var types = new List<OperationTypeDefinitionNode>();
        do types.Add(ParseRootOperationType()); while (!Skip(TokenKind.CloseBrace));
        return types;
    }

    // RootOperationTypeDefinition : OperationType : NamedType
    OperationTypeDefinitionNode ParseRootOperationType()
    {
        var start = _token.Start;
        var operation = ParseOperationType();
        Expect(TokenKind.Colon);
        return Place(new OperationTypeDefinitionNode(operation, ParseNamedType()), start);
    }

    // ScalarTypeDefinition : Description? scalar Name Directives[Const]?
    ScalarTypeDefinitionNode ParseScalarType(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("scalar"u8);
        return Place(new ScalarTypeDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConst: true),
        }, start);
    }

    // ObjectTypeDefinition : Description? type Name ImplementsInterfaces? Directives[Const]? FieldsDefinition?
    ObjectTypeDefinitionNode ParseObjectType(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("type"u8);
        return Place(new ObjectTypeDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Name = ParseName(),
            Interfaces = ParseImplementsInterfaces(),
            Directives = ParseDirectives(isConst: true),
            Fields = ParseFieldsDefinition(),
        }, start);
    }

    // InterfaceTypeDefinition : Description? interface Name ImplementsInterfaces? Directives[Const]? FieldsDefinition?
    InterfaceTypeDefinitionNode ParseInterfaceType(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("interface"u8);
        return Place(new InterfaceTypeDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Name = ParseName(),
            Interfaces = ParseImplementsInterfaces(),
            Directives = ParseDirectives(isConst: true),
            Fields = ParseFieldsDefinition(),
        }, start);
    }

    // UnionTypeDefinition : Description? union Name Directives[Const]? UnionMemberTypes?
    UnionTypeDefinitionNode ParseUnionType(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("union"u8);
        return Place(new UnionTypeDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConst: true),
            Types = Skip(TokenKind.EqualsSign) ? ParseNamedTypes(TokenKind.Pipe) : [],
        }, start);
    }

    // EnumTypeDefinition : Description? enum Name Directives[Const]? EnumValuesDefinition?
    EnumTypeDefinitionNode ParseEnumType(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("enum"u8);
        return Place(new EnumTypeDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConst: true),
            Values = ParseEnumValuesDefinition(),
        }, start);
    }

    // InputObjectTypeDefinition : Description? input Name Directives[Const]? InputFieldsDefinition?
    InputObjectTypeDefinitionNode ParseInputObjectType(int start, StringValueNode? description, bool isExtension)
    {
        ExpectKeyword("input"u8);
        return Place(new InputObjectTypeDefinitionNode
        {
            IsExtension = isExtension,
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConst: true),
            Fields = ParseInputValues(TokenKind.OpenBrace, TokenKind.CloseBrace),
        }, start);
    }

    // ImplementsInterfaces : ImplementsInterfaces & NamedType | implements &? NamedType
    IReadOnlyList<NamedTypeNode> ParseImplementsInterfaces() =>
        SkipKeyword("implements"u8) ? ParseNamedTypes(TokenKind.Ampersand) : [];

    // UnionMemberTypes : UnionMemberTypes | NamedType, or = |? NamedType
    List<NamedTypeNode> ParseNamedTypes(TokenKind delimiter)
    {
        Skip(delimiter);
        var types = new List<NamedTypeNode>();
        do types.Add(ParseNamedType()); while (Skip(delimiter));
        return types;
    }
}
