using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>
/// What a rule says. Once it was let loose it is never edited: a changed rule is a new version, which takes the place of the one before
/// when it starts.
/// </summary>
[VisibleToAll, Authorize("loyalty:read")]
public sealed class LoyaltyRuleVersion
{
    /// <summary>The key.</summary>
    [ID]
    public Guid Id { get; internal init; }

    /// <summary>The rule.</summary>
    [GraphQLIgnore]
    public Guid RuleId { get; internal init; }

    /// <summary>Counts the versions of the rule, from 1.</summary>
    public int Number { get; internal init; }

    /// <summary>What was decided about it; with its times it gives the status.</summary>
    [GraphQLIgnore]
    public LoyaltyRuleState State { get; internal set; }

    /// <summary>From when on what happens is judged by it; null: since ever, or it is a draft.</summary>
    public DateTimeOffset? StartsAt { get; internal set; }

    /// <summary>Until when, not included; null: without an end.</summary>
    public DateTimeOffset? EndsAt { get; internal set; }

    /// <summary>What it says, as JSON.</summary>
    [GraphQLIgnore]
    public string Definition { get; internal set; } = "{}";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; internal init; }

    /// <summary>The user who made it; null: an API client did, or it came with the plugin.</summary>
    [GraphQLIgnore]
    public Guid? ActorId { get; internal init; }

    /// <summary>Counts the changes.</summary>
    [GraphQLIgnore]
    public int Version { get; private set; }

    internal LoyaltyRuleStatus StatusAt(DateTimeOffset now)
    {
        if (State == LoyaltyRuleState.Draft) return LoyaltyRuleStatus.Draft;
        if (State == LoyaltyRuleState.Paused) return LoyaltyRuleStatus.Paused;
        if (EndsAt <= now || EndsAt <= StartsAt) return LoyaltyRuleStatus.Ended;
        return StartsAt > now ? LoyaltyRuleStatus.Scheduled : LoyaltyRuleStatus.Active;
    }

    internal void EndBy(DateTimeOffset moment)
    {
        if (EndsAt is null || moment < EndsAt) EndsAt = moment;
    }
}

/// <summary>What was decided about the version of a rule.</summary>
public enum LoyaltyRuleState
{
    /// <summary>Nothing yet.</summary>
    Draft,

    /// <summary>It counts from its start to its end.</summary>
    Released,

    /// <summary>It was ended for the time being.</summary>
    Paused,
}

/// <summary>How far the version of a rule is.</summary>
public enum LoyaltyRuleStatus
{
    /// <summary>It is being written, and counts for nothing.</summary>
    Draft,

    /// <summary>It will be active from its start on.</summary>
    Scheduled,

    /// <summary>It counts.</summary>
    Active,

    /// <summary>It counts for nothing until it is resumed.</summary>
    Paused,

    /// <summary>It counts for what happened before its end only.</summary>
    Ended,
}
