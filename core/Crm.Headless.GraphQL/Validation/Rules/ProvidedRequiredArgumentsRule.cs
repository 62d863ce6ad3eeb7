using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.4.3 Required Arguments: a non-null argument without a default value must be given.</summary>
sealed class ProvidedRequiredArgumentsRule(ValidationContext context) : ValidationRule
{
    public override void EnterField(FieldNode node)
    {
        if (context.Field is { } field) Check(node, node.Arguments, field.Arguments.Values, $"{context.ParentType}.{field.Name}");
    }

    public override void EnterDirective(DirectiveNode node)
    {
        if (context.Directive is { } directive) Check(node, node.Arguments, directive.Arguments.Values, $"@{directive.Name}");
    }

    void Check(SyntaxNode node, IReadOnlyList<ArgumentNode> given, IEnumerable<InputValue> arguments, string coordinate)
    {
        foreach (var argument in arguments)
            if (argument.IsRequired && given.All(value => value.Name.Value != argument.Name))
                context.Report(
                    $"Argument \"{coordinate}({argument.Name}:)\" of type \"{argument.Type}\" is required, but it was not provided.", node);
    }
}
