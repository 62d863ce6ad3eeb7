namespace Crm.Headless.Loyalty;

/// <summary>
/// What an interaction is worth: a function of the rules and terms of its time, of what was bought, and of what was true of the member.
/// What is earned, quoted and rehearsed comes from here alike. A refund that names no purchase is worth, to be taken back, what a purchase
/// of the same amount would earn for its amount; what is given once for a purchase it leaves alone.
/// </summary>
static class Judge
{
    public static Judgement Of(RuleSet rules, Purchase what, Circumstances facts)
    {
        var terms = rules.TermsAt(what.OccurredAt);
        if (!terms.Earns || what.IsReturned) return Judgement.Nothing;
        var applying = rules.InForceAt(what.OccurredAt).Where(rule => Conditions.Hold(rule.Definition, what, facts, terms)).ToList();
        if (applying.Count == 0) return Judgement.Nothing;

        var court = new Court(rules.ProgramId, what, facts, terms);
        var earned = Best(applying.Where(rule => !rule.IsMultiplier).Select(court.Earn));
        var multiplied = Best(applying.Where(rule => rule.IsMultiplier).Select(rule => court.Multiply(rule, earned)));
        return new([.. court.Limit([.. earned, .. multiplied]).SelectMany(Awards)]);
    }

    /// <summary>Of those that share a group the one that gives most.</summary>
    static List<Verdict> Best(IEnumerable<Verdict> verdicts)
    {
        var all = verdicts.Where(verdict => verdict.Points > 0).ToList();
        return all.FindAll(one => one.Rule.Definition.Group is not { } group
            || one == all.Where(other => other.Rule.Definition.Group == group).MaxBy(other => other.Points));
    }

    // What is about the whole interaction is one award, however many lines it has.
    static IEnumerable<Award> Awards(Verdict verdict)
    {
        if (!verdict.Rule.Definition.LooksAtLines) return Award(verdict, null, verdict.Points);
        return verdict.Shares.SelectMany(share => Award(verdict, share.Line, share.Points));
    }

    static Award[] Award(Verdict verdict, int? line, long points) => points == 0 ? [] :
        [new(verdict.Rule.VersionId, verdict.Rule.Code, points, verdict.Rule.Definition.Qualifying ? points : 0, line, verdict.Why)];
}

/// <summary>What a rule gives, before it is known what all of them give.</summary>
sealed record Verdict(ReleasedRule Rule, List<Share> Shares, string Why)
{
    public long Points => Shares.Sum(share => share.Points);

    public Verdict AtMost(long most, string limit) =>
        most >= Points ? this : this with { Shares = Shares.AtMost(most), Why = $"{Why}, {limit}" };
}

/// <summary>One interaction before its rules.</summary>
sealed class Court(Guid program, Purchase what, Circumstances facts, TermsInForce terms)
{
    readonly DateOnly _day = LoyaltyCalendar.DateOf(what.OccurredAt, terms.TimeZone);

    public Verdict Earn(ReleasedRule rule)
    {
        var definition = rule.Definition;
        var worth = Worth.Of(definition, what, terms);
        if (worth.Lines.Count == 0 || (definition.MinAmount is { } least && worth.Total < least)) return new(rule, [], "");
        return Capped(definition.Effect switch
        {
            { PerAmount: { } rate } =>
                new(rule, IsMoney ? ByAmount(worth, rate) : [], FormattableString.Invariant($"{rate.Points} per {rate.Amount:0.####}")),
            _ when what.Kind == InteractionKinds.Refund => new(rule, [], ""),
            { PerPiece: { } each } =>
                new(rule, Shares.Of([.. worth.Lines.Select(line => (line.Line, line.Quantity))], each, 1, terms), $"{each} per piece"),
            { Fixed: { } points } => new(rule, [new(null, points)], $"{points} at once"),
            _ => new(rule, [], ""),
        });
    }

    public Verdict Multiply(ReleasedRule rule, List<Verdict> earned)
    {
        var definition = rule.Definition;
        var lines = definition.LooksAtLines
            ? what.Lines.Where(line => Conditions.Match(definition, line)).Select(line => line.Number).ToHashSet()
            : null;
        var points = earned.Where(verdict => verdict.Rule.Definition.Multiplied).SelectMany(verdict => verdict.Shares)
            .Where(share => lines is null || (share.Line is { } line && lines.Contains(line)))
            .GroupBy(share => lines is null ? null : share.Line).Select(line => (line.Key, (decimal)line.Sum(share => share.Points)))
            .ToList();
        var isEnough = definition.MinAmount is not { } least || Worth.Of(definition, what, terms).Total >= least;
        return Capped(new(rule, isEnough ? Shares.Of(points, definition.Effect.Factor!.Value - 1, 1, terms) : [],
            FormattableString.Invariant($"{definition.Effect.Factor:0.####} times")));
    }

    /// <summary>Within the limits of the programme; multipliers give way first.</summary>
    public IEnumerable<Verdict> Limit(List<Verdict> verdicts)
    {
        var left = terms.MaxPerOrder ?? long.MaxValue;
        var leftToday = terms.MaxPerDay is { } most ? most - facts.Used.Of(program, _day) : long.MaxValue;
        foreach (var verdict in verdicts)
        {
            var limited = verdict.AtMost(left, $"at most {terms.MaxPerOrder} per order")
                .AtMost(leftToday, $"at most {terms.MaxPerDay} a day");
            (left, leftToday) = (left - limited.Points, leftToday - limited.Points);
            yield return limited;
        }
    }

    bool IsMoney => terms.Currency is null || what.Currency is null || what.Currency == terms.Currency;

    List<Share> ByAmount(Worth worth, LoyaltyPerAmount rate) =>
        Shares.Of([.. worth.Lines.Select(line => (line.Line, line.Value))], rate.Points, rate.Amount, terms);

    Verdict Capped(Verdict verdict)
    {
        var (rule, definition) = (verdict.Rule.RuleId, verdict.Rule.Definition);
        if (definition.MaxPerOrder is { } perOrder) verdict = verdict.AtMost(perOrder, $"at most {perOrder} per order");
        if (definition.MaxPerDay is { } perDay) verdict = verdict.AtMost(perDay - facts.Used.Of(rule, _day), $"at most {perDay} a day");
        return definition.MaxPerMember is { } ever
            ? verdict.AtMost(ever - facts.Used.Of(rule, null), $"at most {ever} per member")
            : verdict;
    }
}
