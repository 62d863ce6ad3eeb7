using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// 5.6.1 Values of Correct Type, 5.6.2 Input Object Field Names and 5.6.4 Input Object Required Fields: literals must be compatible with
/// the type that is expected where they stand.
/// </summary>
sealed class ValuesOfCorrectTypeRule(ValidationContext context) : ValidationRule
{
    readonly LiteralCheck _check = new((place, message) => context.Report(message, place), context.Suggest);

    public override void EnterValue(ValueNode node, GraphQLType? type)
    {
        if (type is { IsInput: true }) _check.Check(node, type);
    }
}
