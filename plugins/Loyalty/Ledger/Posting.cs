namespace Crm.Headless.Loyalty;

/// <summary>A transaction in the making. The account and the lots keep step with what it moves.</summary>
sealed class Posting(LoyaltyAccount account)
{
    readonly List<Step> _steps = [];

    public LoyaltyAccount Account => account;

    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>By how much a book has changed.</summary>
    public long this[LoyaltyBook book] => _steps.Sum(step => (step.To == book ? step.Points : 0) - (step.From == book ? step.Points : 0));

    /// <summary>Takes points out of one book and puts them into another; none of them does nothing.</summary>
    public void Move(LoyaltyBook from, LoyaltyBook to, long points, LoyaltyLot? lot)
    {
        if (points == 0) return;
        ArgumentOutOfRangeException.ThrowIfNegative(points);
        lot?.Move(from, to, points);
        account.Move(from, to, points);
        _steps.Add(new(from, to, points, lot));
    }

    /// <summary>The same, as far as they are there.</summary>
    /// <returns>How many were moved.</returns>
    public long MoveUpTo(LoyaltyBook from, LoyaltyBook to, long most, LoyaltyLot lot)
    {
        var points = Math.Min(lot[from], most);
        Move(from, to, points, lot);
        return points;
    }

    /// <summary>What became available pays what is owed.</summary>
    public void PayDebt() =>
        PayDebt(_steps.Where(step => step.To == LoyaltyBook.Available).Select(step => step.Lot).OfType<LoyaltyLot>().Distinct().ToList());

    /// <summary>What is available in these lots pays what is owed.</summary>
    public void PayDebt(IEnumerable<LoyaltyLot> lots)
    {
        foreach (var lot in lots.InSpendingOrder()) MoveUpTo(LoyaltyBook.Available, LoyaltyBook.Debt, account.Debt, lot);
    }
}

/// <summary>A movement in the making.</summary>
sealed record Step(LoyaltyBook From, LoyaltyBook To, long Points, LoyaltyLot? Lot);

/// <summary>In which order lots are spent.</summary>
static class SpendingOrder
{
    /// <summary>What lapses first, then what was earned first.</summary>
    public static IOrderedEnumerable<LoyaltyLot> InSpendingOrder(this IEnumerable<LoyaltyLot> lots) => lots
        .OrderBy(lot => lot.ExpiresAt ?? DateTimeOffset.MaxValue).ThenBy(lot => lot.EarnedAt).ThenBy(lot => lot.Id);
}
