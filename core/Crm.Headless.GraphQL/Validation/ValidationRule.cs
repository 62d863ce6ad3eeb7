using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// One rule of section 5 (or of section 3 for type systems) over one document. All rules share one walk: each overrides the nodes that it
/// cares about and asks the context for the types around it.
/// </summary>
public abstract class ValidationRule
{
    public virtual void EnterDocument(DocumentNode node) { }

    /// <summary>After the whole document: what it spreads and which variables it uses is known now.</summary>
    public virtual void LeaveDocument(DocumentNode node) { }

    public virtual void EnterOperation(OperationDefinitionNode node) { }

    public virtual void EnterFragment(FragmentDefinitionNode node) { }

    public virtual void EnterVariableDefinition(VariableDefinitionNode node) { }

    public virtual void EnterSelectionSet(SelectionSetNode node) { }

    public virtual void EnterField(FieldNode node) { }

    public virtual void EnterFragmentSpread(FragmentSpreadNode node) { }

    public virtual void EnterInlineFragment(InlineFragmentNode node) { }

    /// <summary>The directives of one node, if there are any.</summary>
    /// <param name="location">The name of the spec for that place, such as <c>FIELD</c>.</param>
    public virtual void EnterDirectives(SyntaxNode owner, string location, IReadOnlyList<DirectiveNode> directives) { }

    public virtual void EnterDirective(DirectiveNode node) { }

    public virtual void EnterArgument(ArgumentNode node) { }

    /// <summary>A whole value: of an argument, or a default. <paramref name="type"/> is null when it is unknown.</summary>
    public virtual void EnterValue(ValueNode node, GraphQLType? type) { }

    public virtual void EnterObjectValue(ObjectValueNode node) { }

    /// <summary>A reference to a type by its name.</summary>
    public virtual void EnterNamedType(NamedTypeNode node) { }

    public virtual void EnterTypeSystemDefinition(TypeSystemDefinitionNode node) { }

    public virtual void EnterFieldDefinition(FieldDefinitionNode node) { }
}
