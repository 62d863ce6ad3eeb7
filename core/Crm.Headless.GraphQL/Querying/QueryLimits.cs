using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.GraphQL.Querying;

/// <summary>
/// What one filter and one order may ask for. Inputs nest as the schema's types do, without an end; a database takes so many conditions
/// and joins and no more, and each list inside a list multiplies its work.
/// </summary>
sealed class QueryLimits
{
    const int MaxConditions = 500;
    const int MaxRelations = 8;
    const int MaxLists = 3;
    const int MaxJoins = 30;

    int _conditions;

    /// <exception cref="GraphQLException"><c>FILTER_LIMIT</c></exception>
    public static FilterNode Check(FilterNode filter)
    {
        new QueryLimits().Count(filter, relations: 0, lists: 0);
        return filter;
    }

    /// <exception cref="GraphQLException"><c>FILTER_LIMIT</c></exception>
    public static IReadOnlyList<SortNode> Check(IReadOnlyList<SortNode> sort)
    {
        var joins = sort.SelectMany(PathsOf).Distinct().Count();
        return joins <= MaxJoins ? sort : throw Over($"The order passes through more than {MaxJoins} relations. Order by fewer.");
    }

    void Count(FilterNode node, int relations, int lists)
    {
        switch (node)
        {
            case AndNode and:
                foreach (var condition in and.Conditions) Count(condition, relations, lists);
                break;
            case OrNode or:
                foreach (var condition in or.Conditions) Count(condition, relations, lists);
                break;
            case RelatedNode related:
                Count(related, relations + 1, related.Quantifier == Quantifier.One ? lists : lists + 1);
                break;
            default:
                CountCondition();
                break;
        }
    }

    void Count(RelatedNode related, int relations, int lists)
    {
        CountCondition();
        if (relations > MaxRelations) throw Over($"The filter passes through more than {MaxRelations} relations in a row. Ask for something nearer.");
        if (lists > MaxLists) throw Over($"The filter has more than {MaxLists} lists inside each other. Ask in several requests.");
        if (related.Condition is { } condition) Count(condition, relations, lists);
    }

    void CountCondition()
    {
        if (++_conditions > MaxConditions)
            throw Over($"The filter has more than {MaxConditions} conditions. Use \"in\" for many values, or ask in several requests.");
    }

    static IEnumerable<string> PathsOf(SortNode sort) =>
        Enumerable.Range(1, sort.Through.Count).Select(steps => string.Join('/', sort.Through.Take(steps).Select(relation => relation.Name)));

    static GraphQLException Over(string message) => Refusal.Of(ErrorCodes.FilterLimit, message);
}
