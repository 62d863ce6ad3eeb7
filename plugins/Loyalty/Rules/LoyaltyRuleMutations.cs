using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Writes rules, and lets them loose.</summary>
[MutationType, Authorize("loyalty:admin")]
static class LoyaltyRuleMutations
{
    /// <summary>
    /// Makes a rule, as a draft that counts for nothing. Try it with loyaltyRehearse, then let it loose with loyaltyActivateRule.
    /// </summary>
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyRuleInvalidException>, Error<LoyaltyCodeInvalidException>]
    [Error<LoyaltyCodeInUseException>]
    public static Task<LoyaltyRule> LoyaltyCreateRuleAsync(LoyaltyCreateRuleInput input, RuleDesk rules, CancellationToken ct) =>
        rules.CreateAsync(input.Program, LoyaltyCode.Checked(input.Code), input.Definition.Checked(), ct);

    /// <summary>
    /// Changes what a rule will say: its draft, or a new version as a draft. What it says now goes on until that is let loose.
    /// </summary>
    [Error<LoyaltyRuleNotFoundException>, Error<LoyaltyRuleInvalidException>]
    public static Task<LoyaltyRule> LoyaltyDraftRuleAsync(LoyaltyDraftRuleInput input, RuleDesk rules, CancellationToken ct) =>
        rules.DraftAsync(input.RuleId, input.Definition.Checked(), ct);

    /// <summary>
    /// Lets the draft of a rule loose, now or at a time. From then on it takes the place of the version before. It may start in the past
    /// where no points stand on the rule from that time on; what was recorded already earns by it when its events are replayed.
    /// </summary>
    [Error<LoyaltyRuleNotFoundException>, Error<LoyaltyRuleStateException>, Error<LoyaltyRuleTimeException>]
    public static Task<LoyaltyRule> LoyaltyActivateRuleAsync(LoyaltyActivateRuleInput input, RuleDesk rules, CancellationToken ct) =>
        rules.ActivateAsync(input.RuleId, input.StartsAt, input.EndsAt, ct);

    /// <summary>Ends what a rule says for the time being.</summary>
    [Error<LoyaltyRuleNotFoundException>, Error<LoyaltyRuleStateException>]
    public static Task<LoyaltyRule> LoyaltyPauseRuleAsync(LoyaltyPauseRuleInput input, RuleDesk rules, CancellationToken ct) =>
        rules.PauseAsync(input.RuleId, ct);

    /// <summary>
    /// Lets a rule that was paused say the same again from now on, as a new version. What happened in between earns nothing by it.
    /// </summary>
    [Error<LoyaltyRuleNotFoundException>, Error<LoyaltyRuleStateException>, Error<LoyaltyRuleTimeException>]
    public static Task<LoyaltyRule> LoyaltyResumeRuleAsync(LoyaltyResumeRuleInput input, RuleDesk rules, CancellationToken ct) =>
        rules.ResumeAsync(input.RuleId, input.EndsAt, ct);

    /// <summary>
    /// Ends all that a rule says and was to say, now or at a time; in the past where no points stand on it from that time on.
    /// </summary>
    [Error<LoyaltyRuleNotFoundException>, Error<LoyaltyRuleStateException>, Error<LoyaltyRuleTimeException>]
    public static Task<LoyaltyRule> LoyaltyEndRuleAsync(LoyaltyEndRuleInput input, RuleDesk rules, CancellationToken ct) =>
        rules.EndAsync(input.RuleId, input.At, ct);
}

/// <summary>A rule.</summary>
/// <param name="Code">By what it is known in the programme: small letters, digits and hyphens.</param>
/// <param name="Definition">What it says.</param>
/// <param name="Program">The code of the programme; null: the default one.</param>
sealed record LoyaltyCreateRuleInput(string Code, LoyaltyRuleDefinition Definition, string? Program = null);

/// <summary>What a rule will say.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Definition">All that it will say.</param>
sealed record LoyaltyDraftRuleInput([property: ID<LoyaltyRule>] Guid RuleId, LoyaltyRuleDefinition Definition);

/// <summary>When the draft of a rule counts.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="StartsAt">From when on; null: now.</param>
/// <param name="EndsAt">Until when, not included; null: without an end.</param>
sealed record LoyaltyActivateRuleInput(
    [property: ID<LoyaltyRule>] Guid RuleId, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null);

/// <summary>Which rule to pause.</summary>
/// <param name="RuleId">The rule.</param>
sealed record LoyaltyPauseRuleInput([property: ID<LoyaltyRule>] Guid RuleId);

/// <summary>Which rule to resume.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="EndsAt">Until when, not included; null: without an end.</param>
sealed record LoyaltyResumeRuleInput([property: ID<LoyaltyRule>] Guid RuleId, DateTimeOffset? EndsAt = null);

/// <summary>Which rule to end.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="At">When; null: now.</param>
sealed record LoyaltyEndRuleInput([property: ID<LoyaltyRule>] Guid RuleId, DateTimeOffset? At = null);
