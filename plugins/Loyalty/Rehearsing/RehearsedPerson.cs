namespace Crm.Headless.Loyalty;

/// <summary>One person's history, judged again from its beginning.</summary>
sealed class RehearsedPerson(LoyaltyRehearsal rehearsal, PastOfPerson past)
{
    readonly CapUsage _used = new();
    readonly RehearsedPoints _points = new(rehearsal.Program);
    DateTimeOffset? _memberSince = past.Account?.EnrolledAt;
    bool _hasBought;
    int _interactions;
    long _given, _qualifying;

    /// <summary>What the rule would have given; null: nothing.</summary>
    public LoyaltyRehearsedMember? Play()
    {
        if (past.Account is { } account) RememberBefore(account);
        foreach (var (recordedAt, what) in past.Interactions)
            if (IsMemberAt(recordedAt, what)) Play(what);
        if (_interactions == 0) return null;
        var expired = _points.ExpireBy(rehearsal.To);
        return new(past.ContactId, _interactions, _given, _qualifying, expired, _points.Left, _points.Expiries());
    }

    void Play(Purchase what)
    {
        var judgement = Judge.Of(rehearsal.Rules, what, FactsAt(what));
        var mine = judgement.Awards.Where(award => award.RuleVersionId == rehearsal.Draft.VersionId).ToList();
        var (points, qualifying) = (mine.Sum(award => award.Points), mine.Sum(award => award.Qualifying));
        var sign = what.Kind == InteractionKinds.Refund ? -1 : 1;
        if (sign > 0) Remember(judgement, what);
        if (points == 0) return;
        _interactions++;
        (_given, _qualifying) = (_given + (sign * points), _qualifying + (sign * qualifying));
        if (sign > 0) _points.Earn(points, what.OccurredAt);
        else _points.TakeBack(points, what.OccurredAt);
    }

    Circumstances FactsAt(Purchase what) => new()
    {
        MemberSince = _memberSince,
        Tier = rehearsal.Rules.TierAt(
            past.Account, past.TierChanges.Where(change => change.AccountId == past.Account?.Id), what.OccurredAt),
        BirthDate = past.BirthDates.GetValueOrDefault(past.ContactId),
        Units = what.UnitId is { } unit ? past.UnitPaths.GetValueOrDefault(unit) ?? [] : [],
        Used = _used,
    };

    /// <summary>In the default programme a purchase makes somebody a member; for anything else one has to be it already.</summary>
    bool IsMemberAt(DateTimeOffset recordedAt, Purchase what)
    {
        if (!rehearsal.Program.IsDefault) return past.Account?.EnrolledAt <= recordedAt;
        if (what.Kind != InteractionKinds.Purchase) return _hasBought || past.Account?.EnrolledAt <= recordedAt;
        _memberSince ??= what.OccurredAt;
        return _hasBought = true;
    }

    void Remember(Judgement judgement, Purchase what)
    {
        var day = LoyaltyCalendar.DateOf(what.OccurredAt, rehearsal.Rules.TermsAt(what.OccurredAt).TimeZone);
        _used.Add(rehearsal.Rules.ProgramId, day, judgement.Points);
        foreach (var (rule, points) in rehearsal.Rules.ByRule(
            judgement.Awards.Select(award => new KeyValuePair<Guid, long>(award.RuleVersionId, award.Points))))
        {
            _used.Add(rule, day, points);
            _used.Add(rule, null, points);
        }
    }

    // Versions that the draft takes the place of count for its limit as well.
    void RememberBefore(LoyaltyAccount account)
    {
        foreach (var lot in past.Before.Where(lot => lot.AccountId == account.Id))
            if (rehearsal.RuleOf.TryGetValue(lot.RuleVersionId!.Value, out var rule)) _used.Add(rule, null, lot.Net);
    }
}
