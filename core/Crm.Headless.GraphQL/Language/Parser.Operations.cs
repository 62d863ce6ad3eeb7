namespace Crm.Headless.GraphQL.Language;

// Operations, selections and fragments (spec sections 2.4 to 2.9 and 2.13).
ref partial struct Parser
{
    // OperationDefinition : SelectionSet
    OperationDefinitionNode ParseShorthandQuery()
    {
        var start = _token.Start;
        return Place(new OperationDefinitionNode { Operation = OperationType.Query, SelectionSet = ParseSelectionSet() }, start);
    }

    // OperationDefinition : Description? OperationType Name? VariablesDefinition? Directives? SelectionSet
    OperationDefinitionNode ParseOperation(int start, StringValueNode? description) => Place(new OperationDefinitionNode
    {
        Description = description,
        Operation = ParseOperationType(),
        Name = _token.Kind == TokenKind.Name ? ParseName() : null,
        Variables = ParseVariablesDefinition(),
        Directives = ParseDirectives(isConst: false),
        SelectionSet = ParseSelectionSet(),
    }, start);

    // OperationType : one of query mutation subscription
    OperationType ParseOperationType()
    {
        if (SkipKeyword("query"u8)) return OperationType.Query;
        if (SkipKeyword("mutation"u8)) return OperationType.Mutation;
        if (SkipKeyword("subscription"u8)) return OperationType.Subscription;
        if (_token.Kind != TokenKind.Name) Expect(TokenKind.Name);
        throw Unexpected();
    }

    // VariablesDefinition : ( VariableDefinition+ )
    IReadOnlyList<VariableDefinitionNode> ParseVariablesDefinition()
    {
        if (!Skip(TokenKind.OpenParenthesis)) return [];
        var variables = new List<VariableDefinitionNode>();
        do variables.Add(ParseVariableDefinition()); while (!Skip(TokenKind.CloseParenthesis));
        return variables;
    }

    // VariableDefinition : Description? Variable : Type DefaultValue? Directives[Const]?
    VariableDefinitionNode ParseVariableDefinition()
    {
        var start = _token.Start;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        return Place(new VariableDefinitionNode
        {
            Description = description,
            Variable = variable,
            Type = ParseType(),
            DefaultValue = ParseDefaultValue(),
            Directives = ParseDirectives(isConst: true),
        }, start);
    }

    // SelectionSet : { Selection+ }
    SelectionSetNode ParseSelectionSet()
    {
        var start = Expect(TokenKind.OpenBrace).Start;
        Descend();
        var selections = new List<SelectionNode>();
        do selections.Add(ParseSelection()); while (!Skip(TokenKind.CloseBrace));
        Ascend();
        return Place(new SelectionSetNode(selections), start);
    }

    // Selection : Field | FragmentSpread | InlineFragment
    SelectionNode ParseSelection() => _token.Kind == TokenKind.Spread ? ParseFragment() : ParseField();

    // Field : Alias? Name Arguments? Directives? SelectionSet?
    // Alias : Name :
    FieldNode ParseField()
    {
        var start = _token.Start;
        var nameOrAlias = ParseName();
        var isAlias = Skip(TokenKind.Colon);
        return Place(new FieldNode
        {
            Alias = isAlias ? nameOrAlias : null,
            Name = isAlias ? ParseName() : nameOrAlias,
            Arguments = ParseArguments(isConst: false),
            Directives = ParseDirectives(isConst: false),
            SelectionSet = _token.Kind == TokenKind.OpenBrace ? ParseSelectionSet() : null,
        }, start);
    }

    // Arguments[Const] : ( Argument[?Const]+ )
    IReadOnlyList<ArgumentNode> ParseArguments(bool isConst)
    {
        if (!Skip(TokenKind.OpenParenthesis)) return [];
        var arguments = new List<ArgumentNode>();
        do arguments.Add(ParseArgument(isConst)); while (!Skip(TokenKind.CloseParenthesis));
        return arguments;
    }

    // Argument[Const] : Name : Value[?Const]
    ArgumentNode ParseArgument(bool isConst)
    {
        var start = _token.Start;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return Place(new ArgumentNode(name, ParseValue(isConst)), start);
    }

    // FragmentSpread : ... FragmentName Directives?
    // InlineFragment : ... TypeCondition? Directives? SelectionSet
    SelectionNode ParseFragment()
    {
        var start = Expect(TokenKind.Spread).Start;
        if (_token.Kind == TokenKind.Name && !IsKeyword("on"u8))
            return Place(new FragmentSpreadNode { Name = ParseFragmentName(), Directives = ParseDirectives(isConst: false) }, start);
        return Place(new InlineFragmentNode
        {
            TypeCondition = SkipKeyword("on"u8) ? ParseNamedType() : null,
            Directives = ParseDirectives(isConst: false),
            SelectionSet = ParseSelectionSet(),
        }, start);
    }

    // FragmentDefinition : Description? fragment FragmentName TypeCondition Directives? SelectionSet
    FragmentDefinitionNode ParseFragmentDefinition(int start, StringValueNode? description)
    {
        ExpectKeyword("fragment"u8);
        var name = ParseFragmentName();
        return Place(new FragmentDefinitionNode
        {
            Description = description,
            Name = name,
            TypeCondition = ParseTypeCondition(),
            Directives = ParseDirectives(isConst: false),
            SelectionSet = ParseSelectionSet(),
        }, start);
    }

    // FragmentName : Name but not `on`
    NameNode ParseFragmentName() => IsKeyword("on"u8) ? throw Unexpected() : ParseName();

    // TypeCondition : on NamedType
    NamedTypeNode ParseTypeCondition()
    {
        ExpectKeyword("on"u8);
        return ParseNamedType();
    }

    // Directives[Const] : Directive[?Const]+
    IReadOnlyList<DirectiveNode> ParseDirectives(bool isConst)
    {
        if (_token.Kind != TokenKind.At) return [];
        var directives = new List<DirectiveNode>();
        do directives.Add(ParseDirective(isConst)); while (_token.Kind == TokenKind.At);
        return directives;
    }

    // Directive[Const] : @ Name Arguments[?Const]?
    DirectiveNode ParseDirective(bool isConst)
    {
        var start = Expect(TokenKind.At).Start;
        return Place(new DirectiveNode(ParseName(), ParseArguments(isConst)), start);
    }
}
