namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Pairs of selections that have been compared. Comparing what can meet is the stricter comparison and covers that of what can't.
/// </summary>
sealed class ComparedPairs
{
    readonly HashSet<(int, int)> _canMeet = [];
    readonly HashSet<(int, int)> _areExclusive = [];

    /// <summary>False when there is nothing new to find out.</summary>
    public bool TryAdd(SelectedFields left, SelectedFields right, bool areExclusive)
    {
        var pair = (left.Id, right.Id);
        if (!areExclusive) return _canMeet.Add(pair);
        return !_canMeet.Contains(pair) && _areExclusive.Add(pair);
    }
}
