using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Visits every node once, in the order of the text, tells all rules, and keeps the types of the context right on the way. It recurses
/// as deep as the document nests, which the parser limits.
/// </summary>
sealed partial class DocumentWalker(ValidationContext context, ValidationRule[] rules)
{
    FragmentGraph.Uses _uses = new();

    public void Walk()
    {
        foreach (var rule in rules) rule.EnterDocument(context.Document);
        foreach (var definition in context.Document.Definitions)
        {
            if (context.IsFull) return;
            VisitDefinition(definition);
        }
        foreach (var rule in rules)
            if (!context.IsFull) rule.LeaveDocument(context.Document);
    }

    void VisitDefinition(DefinitionNode definition)
    {
        _uses = context.Fragments.Start(definition);
        switch (definition)
        {
            case OperationDefinitionNode operation: VisitOperation(operation); break;
            case FragmentDefinitionNode fragment: VisitFragment(fragment); break;
            case TypeSystemDefinitionNode typeSystem: VisitTypeSystem(typeSystem); break;
        }
    }

    void VisitOperation(OperationDefinitionNode node)
    {
        context.Type = context.Schema.RootOf(node.Operation);
        foreach (var rule in rules) rule.EnterOperation(node);
        foreach (var variable in node.Variables) VisitVariableDefinition(variable);
        VisitDirectives(node, node.Directives, node.Operation switch
        {
            OperationType.Query => "QUERY",
            OperationType.Mutation => "MUTATION",
            _ => "SUBSCRIPTION",
        });
        VisitSelectionSet(node.SelectionSet);
    }

    void VisitFragment(FragmentDefinitionNode node)
    {
        context.Type = context.TypeOf(node.TypeCondition);
        foreach (var rule in rules) rule.EnterFragment(node);
        VisitType(node.TypeCondition);
        VisitDirectives(node, node.Directives, "FRAGMENT_DEFINITION");
        VisitSelectionSet(node.SelectionSet);
    }

    void VisitVariableDefinition(VariableDefinitionNode node)
    {
        foreach (var rule in rules) rule.EnterVariableDefinition(node);
        VisitType(node.Type);
        if (node.DefaultValue is not null) VisitValue(node.DefaultValue, context.TypeOf(node.Type));
        VisitDirectives(node, node.Directives, "VARIABLE_DEFINITION");
    }

    void VisitSelectionSet(SelectionSetNode node)
    {
        var (outerParent, type) = (context.ParentType, context.Type);
        context.ParentType = type?.Named as CompositeType;
        foreach (var rule in rules) rule.EnterSelectionSet(node);
        foreach (var selection in node.Selections)
        {
            if (context.IsFull) break;
            context.Type = type;
            VisitSelection(selection);
        }
        (context.ParentType, context.Type) = (outerParent, type);
    }

    void VisitSelection(SelectionNode selection)
    {
        switch (selection)
        {
            case FieldNode field: VisitField(field); break;
            case FragmentSpreadNode spread: VisitFragmentSpread(spread); break;
            case InlineFragmentNode fragment: VisitInlineFragment(fragment); break;
        }
    }

    void VisitField(FieldNode node)
    {
        var definition = context.ParentType is { } parent ? MetaFields.Find(context.Schema, parent, node.Name.Value) : null;
        (context.Field, context.Type) = (definition, definition?.Type);
        foreach (var rule in rules) rule.EnterField(node);
        VisitArguments(node.Arguments, definition?.Arguments);
        VisitDirectives(node, node.Directives, "FIELD");
        if (node.SelectionSet is not null) VisitSelectionSet(node.SelectionSet);
        context.Field = null;
    }

    void VisitFragmentSpread(FragmentSpreadNode node)
    {
        _uses.Spreads.Add(node);
        foreach (var rule in rules) rule.EnterFragmentSpread(node);
        VisitDirectives(node, node.Directives, "FRAGMENT_SPREAD");
    }

    void VisitInlineFragment(InlineFragmentNode node)
    {
        context.Type = node.TypeCondition is null ? context.ParentType : context.TypeOf(node.TypeCondition);
        foreach (var rule in rules) rule.EnterInlineFragment(node);
        if (node.TypeCondition is not null) VisitType(node.TypeCondition);
        VisitDirectives(node, node.Directives, "INLINE_FRAGMENT");
        VisitSelectionSet(node.SelectionSet);
    }

    void VisitDirectives(SyntaxNode owner, IReadOnlyList<DirectiveNode> directives, string location)
    {
        if (directives.Count == 0) return;
        foreach (var rule in rules) rule.EnterDirectives(owner, location, directives);
        foreach (var directive in directives)
        {
            context.Directive = context.Schema.Directives.GetValueOrDefault(directive.Name.Value);
            foreach (var rule in rules) rule.EnterDirective(directive);
            VisitArguments(directive.Arguments, context.Directive?.Arguments);
            context.Directive = null;
        }
    }

    void VisitArguments(IReadOnlyList<ArgumentNode> arguments, IReadOnlyDictionary<string, InputValue>? definitions)
    {
        foreach (var argument in arguments)
        {
            context.Argument = definitions?.GetValueOrDefault(argument.Name.Value);
            foreach (var rule in rules) rule.EnterArgument(argument);
            VisitValue(argument.Value, context.Argument?.Type, context.Argument?.DefaultValue);
            context.Argument = null;
        }
    }

    void VisitType(TypeNode node)
    {
        while (node is not NamedTypeNode) node = node is ListTypeNode list ? list.OfType : ((NonNullTypeNode)node).OfType;
        foreach (var rule in rules) rule.EnterNamedType((NamedTypeNode)node);
    }

    void VisitValue(ValueNode node, GraphQLType? type, ValueNode? defaultValue = null)
    {
        foreach (var rule in rules) rule.EnterValue(node, type);
        VisitPart(node, type, defaultValue, null);
    }

    void VisitPart(ValueNode node, GraphQLType? type, ValueNode? defaultValue, InputObjectType? parent)
    {
        switch (node)
        {
            case VariableNode variable:
                _uses.Variables.Add(new(variable, type, defaultValue is not (null or NullValueNode), parent));
                break;
            case ListValueNode list:
                // A list's items have no default of their own. A value where a list is expected stands for a list of one.
                var itemType = type?.Nullable is ListType expected ? expected.OfType : type?.Nullable;
                foreach (var item in list.Items) VisitPart(item, itemType, null, null);
                break;
            case ObjectValueNode map:
                VisitObject(map, type?.Named as InputObjectType);
                break;
        }
    }

    void VisitObject(ObjectValueNode node, InputObjectType? type)
    {
        foreach (var rule in rules) rule.EnterObjectValue(node);
        foreach (var field in node.Fields)
        {
            var definition = type?.Fields.GetValueOrDefault(field.Name.Value);
            VisitPart(field.Value, definition?.Type, definition?.DefaultValue, type);
        }
    }
}
