using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>Arguments as text that is equal for equal arguments: whatever has names is ordered by them.</summary>
static class CanonicalLiteral
{
    public static string Of(IReadOnlyList<ArgumentNode> arguments) => string.Join(",", arguments
        .OrderBy(argument => argument.Name.Value, StringComparer.Ordinal)
        .Select(argument => $"{argument.Name}:{Of(argument.Value)}"));

    static string Of(ValueNode value) => value switch
    {
        ListValueNode list => $"[{string.Join(",", list.Items.Select(Of))}]",
        ObjectValueNode map => $"{{{string.Join(",", map.Fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal)
            .Select(field => $"{field.Name}:{Of(field.Value)}"))}}}",
        StringValueNode text => GraphQLPrinter.Print(new StringValueNode(text.Value)),
        _ => GraphQLPrinter.Print(value),
    };
}
