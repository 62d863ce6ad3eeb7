using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.4.1 Argument Names: every argument of a field or directive must be defined in the set of its possible arguments.</summary>
sealed class KnownArgumentNamesRule(ValidationContext context) : ValidationRule
{
    public override void EnterArgument(ArgumentNode node)
    {
        if (context.Argument is not null) return;
        if (context.Directive is { } directive)
            context.Report($"Unknown argument \"{node.Name}\" on directive \"@{directive.Name}\"."
                + context.Suggest(node.Name.Value, directive.Arguments.Keys), node);
    }

    // Here and not at the argument, where the parent type is no longer that of the field.
    public override void EnterField(FieldNode node)
    {
        if (context.Field is not { } field || context.ParentType is not { } parent) return;
        foreach (var argument in node.Arguments)
            if (!field.Arguments.ContainsKey(argument.Name.Value))
                context.Report($"Unknown argument \"{argument.Name}\" on field \"{parent}.{field.Name}\"."
                    + context.Suggest(argument.Name.Value, field.Arguments.Keys), argument);
    }
}
