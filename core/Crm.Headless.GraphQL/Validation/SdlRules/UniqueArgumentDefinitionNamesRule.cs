using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>3.6.1 Field Arguments, 3.13 Directives: a field or directive defines each argument once.</summary>
sealed class UniqueArgumentDefinitionNamesRule(ValidationContext context) : ValidationRule
{
    public override void EnterTypeSystemDefinition(TypeSystemDefinitionNode node)
    {
        switch (node)
        {
            case FieldsTypeDefinitionNode type:
                foreach (var field in type.Fields) Check($"{type.Name}.{field.Name}", field.Arguments);
                break;
            case DirectiveDefinitionNode directive:
                Check($"@{directive.Name}", directive.Arguments);
                break;
        }
    }

    void Check(string coordinate, IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        foreach (var same in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Count() > 1))
            context.Report(
                $"Argument \"{coordinate}({same.Key}:)\" can only be defined once.", [.. same.Select(argument => argument.Name)]);
    }
}
