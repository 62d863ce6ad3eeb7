namespace Crm.Headless.Loyalty;

/// <summary>Points of a rule for a line, null for the whole.</summary>
readonly record struct Share(int? Line, long Points);

/// <summary>Whole points, spread over lines.</summary>
static class Shares
{
    const decimal Most = 1_000_000_000_000m;

    /// <summary>
    /// Rounded once, so that ten lines of 0.90 are worth as much as one of 9. A line gets what the sum grows by with it; a discount
    /// lowers all lines alike.
    /// </summary>
    /// <param name="values">Money, pieces or points of each line.</param>
    /// <param name="points">For so much of it.</param>
    /// <param name="per">For so much of it.</param>
    public static List<Share> Of(IReadOnlyList<(int? Line, decimal Value)> values, decimal points, decimal per, TermsInForce terms)
    {
        var total = Math.Max(0, values.Sum(line => line.Value));
        var gains = values.Where(line => line.Value > 0).ToList();
        var sum = gains.Sum(line => line.Value);
        var shares = new List<Share>(gains.Count);
        decimal passed = 0;
        long given = 0;
        for (var i = 0; i < gains.Count; i++)
        {
            passed += gains[i].Value;
            var counts = i == gains.Count - 1 ? total : sum == total ? passed : passed * total / sum;
            var upToHere = terms.Round(Math.Min(Most, counts * points / per));
            shares.Add(new(gains[i].Line, upToHere - given));
            given = upToHere;
        }
        return shares;
    }

    /// <summary>No more than so many, the first lines first.</summary>
    public static List<Share> AtMost(this List<Share> shares, long most)
    {
        var left = Math.Max(0, most);
        return shares.ConvertAll(share =>
        {
            var points = Math.Min(share.Points, left);
            left -= points;
            return share with { Points = points };
        });
    }
}
