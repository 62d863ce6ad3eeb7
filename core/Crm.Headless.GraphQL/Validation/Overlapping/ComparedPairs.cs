namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Pairs that have been compared, in either order. A comparison of what can meet is the stricter one and covers that of what can't.
/// </summary>
sealed class ComparedPairs<TLeft, TRight> where TLeft : class where TRight : class
{
    readonly Dictionary<(TLeft, TRight), bool> _compared = [];

    /// <summary>False when there is nothing new to find out.</summary>
    public bool TryAdd(TLeft left, TRight right, bool areExclusive)
    {
        if (_compared.TryGetValue((left, right), out var wereExclusive) && (areExclusive || !wereExclusive)) return false;
        _compared[(left, right)] = areExclusive;
        return true;
    }
}
