using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>5.4.2 Argument Uniqueness: a field or directive must not be given two arguments of one name.</summary>
sealed class UniqueArgumentNamesRule(ValidationContext context) : ValidationRule
{
    public override void EnterField(FieldNode node) => Check(node.Arguments);

    public override void EnterDirective(DirectiveNode node) => Check(node.Arguments);

    void Check(IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count < 2) return;
        foreach (var same in arguments.GroupBy(argument => argument.Name.Value).Where(group => group.Count() > 1))
            context.Report($"There can be only one argument named \"{same.Key}\".", [.. same.Select(argument => argument.Name)]);
    }
}
