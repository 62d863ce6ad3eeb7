namespace Crm.Headless.Loyalty;

/// <summary>Points that would have been earned, and would have lapsed, if none were spent.</summary>
sealed class RehearsedPoints(LoyaltyProgram program)
{
    readonly List<(DateTimeOffset? ExpiresAt, DateTimeOffset EarnedAt, long Points)> _lots = [];
    DateTimeOffset? _lastActivity;
    long _debt, _expired;

    public long Left => _lots.Sum(lot => lot.Points) - _debt;

    public void Earn(long points, DateTimeOffset at)
    {
        ExpireBy(at);
        var paid = Math.Min(points, _debt);
        _debt -= paid;
        _lots.Add((LoyaltyCalendar.ExpiryOf(program, at), at, points - paid));
        _lastActivity = at;
    }

    /// <summary>From those that lapse first; what isn't there is owed, or given up, as the programme says.</summary>
    public void TakeBack(long points, DateTimeOffset at)
    {
        ExpireBy(at);
        _lots.Sort(
            (one, other) => (one.ExpiresAt ?? DateTimeOffset.MaxValue, one.EarnedAt)
                .CompareTo((other.ExpiresAt ?? DateTimeOffset.MaxValue, other.EarnedAt)));
        for (var i = 0; i < _lots.Count && points > 0; i++)
        {
            var part = Math.Min(points, _lots[i].Points);
            _lots[i] = _lots[i] with { Points = _lots[i].Points - part };
            points -= part;
        }
        if (program.DebtPolicy == LoyaltyDebtPolicy.Carry) _debt += points;
    }

    /// <returns>All that lapsed so far.</returns>
    public long ExpireBy(DateTimeOffset moment)
    {
        var isIdle = IdleSince <= moment;
        _expired += _lots.Where(lot => isIdle || lot.ExpiresAt <= moment).Sum(lot => lot.Points);
        _lots.RemoveAll(lot => isIdle || lot.ExpiresAt <= moment);
        return _expired;
    }

    public IReadOnlyList<LoyaltyRehearsedExpiry> Expiries() =>
    [
        .. _lots.Where(lot => lot.Points > 0).GroupBy(lot => lot.ExpiresAt ?? IdleSince).OrderBy(lot => lot.Key ?? DateTimeOffset.MaxValue)
            .Select(lots => new LoyaltyRehearsedExpiry(lots.Key, lots.Sum(lot => lot.Points))),
    ];

    DateTimeOffset? IdleSince =>
        program.ExpiryPolicy == LoyaltyExpiryPolicy.Inactivity && _lastActivity is { } last
            ? LoyaltyCalendar.MonthsAfter(program, last)
            : null;
}
