using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Says which tiers a programme has, and how they are reached, kept and lost.</summary>
[MutationType, Authorize("loyalty:admin")]
static class LoyaltyTierMutations
{
    /// <summary>Adds a tier. Members are looked at again within minutes.</summary>
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyTierInvalidException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyTier> LoyaltyCreateTierAsync(LoyaltyCreateTierInput input, TierDefining tiers, CancellationToken ct) =>
        tiers.CreateAsync(input, ct);

    /// <summary>Changes what is given of a tier, and leaves the rest as it is. Members are looked at again within minutes.</summary>
    [Error<LoyaltyTierNotFoundException>, Error<LoyaltyTierInvalidException>, Error<LoyaltyTextInvalidException>]
    public static Task<LoyaltyTier> LoyaltyUpdateTierAsync(LoyaltyUpdateTierInput input, TierDefining tiers, CancellationToken ct) =>
        tiers.UpdateAsync(input, ct);

    /// <summary>Takes a tier away. Who has it comes to the one that is earned, within minutes.</summary>
    [Error<LoyaltyTierNotFoundException>]
    public static async Task<LoyaltyRemoveTierPayload> LoyaltyRemoveTierAsync(
        LoyaltyRemoveTierInput input, TierDefining tiers, CancellationToken ct)
    {
        await tiers.RemoveAsync(input.Id, ct);
        return new(input.Id);
    }

    /// <summary>
    /// Changes what is given of a programme's policy, and leaves the rest as it is. Members are looked at again within minutes.
    /// </summary>
    [Error<LoyaltyProgramNotFoundException>, Error<LoyaltyTierPolicyInvalidException>]
    public static Task<LoyaltyProgram> LoyaltySetTierPolicyAsync(
        LoyaltySetTierPolicyInput input, TierDefining tiers, CancellationToken ct) =>
        tiers.SetPolicyAsync(input, ct);
}

/// <summary>A new tier. Its thresholds count together; without any it is everybody's.</summary>
sealed record LoyaltyCreateTierInput
{
    /// <summary>The code of the programme; null: the default one.</summary>
    public string? Program { get; init; }

    /// <summary>UPPER_SNAKE, such as GOLD; unique in the programme.</summary>
    public required string Code { get; init; }

    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>The place among the tiers, from 1: the higher, the better; unique in the programme.</summary>
    public int Rank { get; init; }

    /// <summary>The qualifying points that it takes; null: none.</summary>
    public long? Points { get; init; }

    /// <summary>What has to be spent, in the programme's currency; null: nothing.</summary>
    public decimal? Spend { get; init; }

    /// <summary>The interactions that it takes; null: none.</summary>
    public int? Interactions { get; init; }

    /// <summary>The qualifying points that are enough to keep it; null: as many as to reach it.</summary>
    public long? KeepPoints { get; init; }

    /// <summary>The spend that is enough to keep it; null: as much as to reach it.</summary>
    public decimal? KeepSpend { get; init; }

    /// <summary>The interactions that are enough to keep it; null: as many as to reach it.</summary>
    public int? KeepInteractions { get; init; }

    /// <summary>What it brings, in words; null: nothing in particular.</summary>
    public IReadOnlyList<string>? Benefits { get; init; }
}

/// <summary>What to change of a tier. What isn't given stays as it is.</summary>
sealed record LoyaltyUpdateTierInput
{
    /// <summary>The tier.</summary>
    [ID<LoyaltyTier>]
    public Guid Id { get; init; }

    /// <summary>The name to show.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The place among the tiers, from 1: the higher, the better; unique in the programme.</summary>
    public Optional<int> Rank { get; init; }

    /// <summary>The qualifying points that it takes; null: none.</summary>
    public Optional<long?> Points { get; init; }

    /// <summary>What has to be spent, in the programme's currency; null: nothing.</summary>
    public Optional<decimal?> Spend { get; init; }

    /// <summary>The interactions that it takes; null: none.</summary>
    public Optional<int?> Interactions { get; init; }

    /// <summary>The qualifying points that are enough to keep it; null: as many as to reach it.</summary>
    public Optional<long?> KeepPoints { get; init; }

    /// <summary>The spend that is enough to keep it; null: as much as to reach it.</summary>
    public Optional<decimal?> KeepSpend { get; init; }

    /// <summary>The interactions that are enough to keep it; null: as many as to reach it.</summary>
    public Optional<int?> KeepInteractions { get; init; }

    /// <summary>What it brings, in words.</summary>
    public Optional<IReadOnlyList<string>> Benefits { get; init; }
}

/// <summary>The tier to take away.</summary>
/// <param name="Id">The tier.</param>
sealed record LoyaltyRemoveTierInput([property: ID<LoyaltyTier>] Guid Id);

/// <summary>The tier is gone.</summary>
/// <param name="Id">Its id, all that is left.</param>
sealed record LoyaltyRemoveTierPayload([property: ID<LoyaltyTier>] Guid Id);

/// <summary>What to change of a policy. What isn't given stays as it is.</summary>
sealed record LoyaltySetTierPolicyInput
{
    /// <summary>The code of the programme; null: the default one.</summary>
    public string? Program { get; init; }

    /// <summary>What counts towards a tier.</summary>
    public Optional<LoyaltyTierWindow> Window { get; init; }

    /// <summary>How long a rolling window is, from 1 to 120 calendar months.</summary>
    public Optional<int> WindowMonths { get; init; }

    /// <summary>
    /// For how many months, up to 120, a tier that was reached is kept whatever happens; 0: as long as its thresholds are met.
    /// </summary>
    public Optional<int> RetentionMonths { get; init; }

    /// <summary>Whether the time for which a tier is kept goes on to the end of its calendar year.</summary>
    public Optional<bool> RetainsToYearEnd { get; init; }

    /// <summary>For how many days more, up to 3650, a tier is kept when it would be lost.</summary>
    public Optional<int> GraceDays { get; init; }

    /// <summary>Where one goes who loses a tier.</summary>
    public Optional<LoyaltyDowngrade> Downgrade { get; init; }

    /// <summary>The kinds of interactions that count as such.</summary>
    public Optional<IReadOnlyList<InteractionKind>> CountedKinds { get; init; }
}

/// <summary>There is no such tier.</summary>
/// <param name="tierId">What was asked for.</param>
sealed class LoyaltyTierNotFoundException(Guid tierId)
    : CrmException(
        "LOYALTY_TIER_NOT_FOUND", "There is no tier with this id in the programme. Look it up with loyaltyPrograms { nodes { tiers } }.")
{
    /// <summary>What was asked for.</summary>
    [ID<LoyaltyTier>]
    public Guid TierId { get; } = tierId;
}

/// <summary>A tier can't be like this.</summary>
/// <param name="field">The input's field.</param>
/// <param name="problem">What is wrong, and what to do.</param>
sealed class LoyaltyTierInvalidException(string field, string problem) : CrmException("LOYALTY_TIER_INVALID", $"\"{field}\": {problem}")
{
    /// <summary>The input's field.</summary>
    public string Field { get; } = field;
}

/// <summary>A policy can't be like this.</summary>
/// <param name="field">The input's field.</param>
/// <param name="problem">What is wrong, and what to do.</param>
sealed class LoyaltyTierPolicyInvalidException(string field, string problem)
    : CrmException("LOYALTY_TIER_POLICY_INVALID", $"\"{field}\": {problem}")
{
    /// <summary>The input's field.</summary>
    public string Field { get; } = field;
}
