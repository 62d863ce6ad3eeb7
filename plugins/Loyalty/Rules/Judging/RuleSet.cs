namespace Crm.Headless.Loyalty;

/// <summary>A programme as far as earning is concerned: its terms and rules, at any time. Never changes.</summary>
sealed record RuleSet
{
    public required Guid ProgramId { get; init; }

    /// <summary>In their order.</summary>
    public required IReadOnlyList<TermsInForce> Terms { get; init; }

    /// <summary>All versions that were ever let loose, by the codes of their rules.</summary>
    public required IReadOnlyList<ReleasedRule> Rules { get; init; }

    /// <summary>The code of the tier that everybody has; null: there is none.</summary>
    public string? LowestTier { get; init; }

    public TermsInForce TermsAt(DateTimeOffset moment) =>
        Terms.LastOrDefault(terms => terms.From is null || terms.From <= moment) ?? Terms[0];

    public bool AreSilentAt(DateTimeOffset moment) => !TermsAt(moment).Earns || !InForceAt(moment).Any();

    /// <summary>Of each rule the version that started last, unless it has ended.</summary>
    public IEnumerable<ReleasedRule> InForceAt(DateTimeOffset moment) => Rules
        .Where(rule => rule.From is null || rule.From <= moment)
        .GroupBy(rule => rule.RuleId)
        .Select(versions => versions.MaxBy(version => (version.From ?? DateTimeOffset.MinValue, version.Number))!)
        .Where(version => version.Until is null || moment < version.Until);

    /// <summary>A programme of the catalogue.</summary>
    public static RuleSet Of(Catalog catalog, Guid programId)
    {
        var codes = catalog.Rules.Where(rule => rule.ProgramId == programId).ToDictionary(rule => rule.Id, rule => rule.Code);
        return new()
        {
            ProgramId = programId,
            LowestTier = catalog.Tiers.Where(tier => tier.ProgramId == programId).MinBy(tier => tier.Rank)?.Code,
            Terms = [.. catalog.Terms.Where(terms => terms.ProgramId == programId).OrderBy(terms => terms.Number).Select(TermsInForce.Of)],
            Rules =
            [
                .. catalog.RuleVersions.Where(version => version.State != LoyaltyRuleState.Draft && codes.ContainsKey(version.RuleId))
                    .Select(version => ReleasedRule.Of(codes[version.RuleId], version))
                    .OrderBy(rule => rule.Code, StringComparer.Ordinal).ThenBy(rule => rule.Number),
            ],
        };
    }

    /// <summary>The code of the tier that an account has now; null: there are no tiers.</summary>
    /// <param name="account">Null: of somebody who isn't a member yet.</param>
    public string? TierOf(LoyaltyAccount? account) => account?.Tier.Code ?? LowestTier;

    /// <summary>The code of the tier that an account had right before a moment: what the first change after it came from.</summary>
    /// <param name="changes">At least those that were made then or later.</param>
    public string? TierAt(LoyaltyAccount? account, IEnumerable<LoyaltyTierChange> changes, DateTimeOffset moment)
    {
        var next = changes.Where(change => change.At >= moment).MinBy(change => (change.At, change.Id));
        return next is null ? TierOf(account) : next.From ?? LowestTier;
    }

    /// <summary>Points of versions as points of their rules.</summary>
    public IEnumerable<(Guid Rule, long Points)> ByRule(IEnumerable<KeyValuePair<Guid, long>> points) =>
        points.Join(Rules, pair => pair.Key, rule => rule.VersionId, (pair, rule) => (rule.RuleId, pair.Value));

    /// <summary>The same with another version of a rule in place of all that it has.</summary>
    public RuleSet With(ReleasedRule draft) =>
        this with
        {
            Rules = [.. Rules.Where(rule => rule.RuleId != draft.RuleId).Append(draft)
            .OrderBy(rule => rule.Code, StringComparer.Ordinal)]
        };
}

/// <summary>Terms of a programme, ready for use.</summary>
sealed record TermsInForce(
    DateTimeOffset? From, bool Earns, string TimeZone, string? Currency, LoyaltyRounding Rounding, LoyaltyEarnBasis Basis,
    long? MaxPerOrder, long? MaxPerDay)
{
    public static TermsInForce Of(LoyaltyTerms terms) => new(
        terms.StartsAt, terms.Status == LoyaltyProgramStatus.Active, terms.TimeZone, terms.Currency, terms.Rounding,
        terms.EarnBasis, terms.MaxPointsPerOrder, terms.MaxPointsPerDay);

    public long Round(decimal points) => (long)(Rounding switch
    {
        LoyaltyRounding.Down => decimal.Floor(points),
        LoyaltyRounding.Up => decimal.Ceiling(points),
        _ => decimal.Round(points, MidpointRounding.AwayFromZero),
    });
}

/// <summary>A version of a rule that is, was or will be in force.</summary>
/// <param name="From">The first moment; null: since ever.</param>
/// <param name="Until">The first moment when it isn't any more; null: it doesn't end by itself.</param>
sealed record ReleasedRule(
    Guid RuleId, string Code, Guid VersionId, int Number, DateTimeOffset? From, DateTimeOffset? Until, LoyaltyRuleDefinition Definition)
{
    public static ReleasedRule Of(string code, LoyaltyRuleVersion version) =>
        new(version.RuleId, code, version.Id, version.Number, version.StartsAt, version.EndsAt, RuleJson.Read(version.Definition));

    public bool IsMultiplier => Definition.Effect.Factor is not null;
}
