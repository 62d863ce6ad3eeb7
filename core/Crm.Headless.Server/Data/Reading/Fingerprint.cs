using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Crm.Headless.GraphQL.Querying;

namespace Crm.Headless.Server.Data;

/// <summary>Tells lists apart by field, own arguments, row, filter and order: a cursor of one doesn't fit the other.</summary>
static class Fingerprint
{
    public static byte[] Of(QueryRequest request, IReadOnlyList<SortStep> steps)
    {
        var text = new StringBuilder(request.Field).Append('(');
        foreach (var argument in request.Arguments)
            Append(text, argument);
        text.Append(')').Append(request.Source.ElementType.Name);
        foreach (var step in steps)
            text.Append(';').Append(step.Name).Append(step.Descending ? '-' : '+');
        text.Append('?');
        if (request.Filter is not null)
            Append(text, request.Filter);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    static void Append(StringBuilder text, FilterNode node)
    {
        switch (node)
        {
            case AndNode and:
                AppendAll(text, '&', and.Conditions);
                break;
            case OrNode or:
                AppendAll(text, '|', or.Conditions);
                break;
            case CompareNode compare:
                text.AppendJoin('.', compare.Path.Select(property => property.Name)).Append(' ').Append(compare.Operator).Append(' ');
                Append(text, compare.Value);
                break;
            case RelatedNode related:
                text.Append(related.Relation.Name).Append(' ').Append(related.Quantifier);
                AppendAll(text, ' ', related.Condition is null ? [] : [related.Condition]);
                break;
        }
    }

    static void AppendAll(StringBuilder text, char kind, IReadOnlyList<FilterNode> nodes)
    {
        text.Append(kind).Append('(');
        foreach (var node in nodes)
        {
            Append(text, node);
            text.Append(',');
        }
        text.Append(')');
    }

    static void Append(StringBuilder text, object? value)
    {
        if (value is IEnumerable list and not string)
            foreach (var item in list)
                Append(text, item);
        else
            text.Append(value switch
            {
                null => "null",
                DateTimeOffset time => time.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
            }).Append('\u0001');
    }
}
