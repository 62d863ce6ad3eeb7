using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>Says what points can be spent on.</summary>
[MutationType, Authorize("loyalty:admin")]
[Error<LoyaltyRewardInvalidException>, Error<LoyaltyTextInvalidException>]
static class LoyaltyRewardMutations
{
    /// <summary>Adds a reward.</summary>
    [Error<LoyaltyProgramNotFoundException>]
    public static Task<LoyaltyReward> LoyaltyCreateRewardAsync(
        LoyaltyCreateRewardInput input, RewardDefining rewards, CancellationToken ct) =>
        rewards.CreateAsync(input, ct);

    /// <summary>Changes what is given of a reward, and leaves the rest as it is. What was issued stays as it was issued.</summary>
    [Error<LoyaltyRewardNotFoundException>]
    public static Task<LoyaltyReward> LoyaltyUpdateRewardAsync(
        LoyaltyUpdateRewardInput input, RewardDefining rewards, CancellationToken ct) =>
        rewards.UpdateAsync(input, ct);
}

/// <summary>A new reward.</summary>
sealed record LoyaltyCreateRewardInput
{
    /// <summary>The code of the programme; null: the default one.</summary>
    public string? Program { get; init; }

    /// <summary>By what it is known; unique in the programme.</summary>
    public required string Code { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>More about it; null: there is nothing to say.</summary>
    public string? Description { get; init; }

    /// <summary>What it is.</summary>
    public LoyaltyRewardKind Kind { get; init; }

    /// <summary>What it costs, from 1.</summary>
    public long Points { get; init; }

    /// <summary>What it is worth in money; null: that can't be said.</summary>
    public decimal? Value { get; init; }

    /// <summary>The ISO 4217 code of the currency of that; null exactly when there is no value.</summary>
    public string? Currency { get; init; }

    /// <summary>How many there are; null: there is no limit.</summary>
    public long? Stock { get; init; }

    /// <summary>How many a member can have, from 1; null: there is no limit.</summary>
    public int? PerMember { get; init; }

    /// <summary>The rank that a member's tier has to have at least; null: it is for everybody.</summary>
    public int? FromRank { get; init; }

    /// <summary>For how many days a voucher of it is good, from 1 to 3650; null: without an end.</summary>
    public int? VoucherDays { get; init; }

    /// <summary>From when on it can be issued; null: at once.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Until when, not included, it can be issued; null: without an end.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether it can be issued.</summary>
    [DefaultValue(true)]
    public bool IsActive { get; init; } = true;
}

/// <summary>What to change of a reward. What isn't given stays as it is.</summary>
sealed record LoyaltyUpdateRewardInput
{
    /// <summary>The reward.</summary>
    [ID<LoyaltyReward>]
    public Guid Id { get; init; }

    /// <summary>What it is called.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>More about it; null: there is nothing to say.</summary>
    public Optional<string?> Description { get; init; }

    /// <summary>What it costs from now on, from 1.</summary>
    public Optional<long> Points { get; init; }

    /// <summary>What it is worth in money; null: that can't be said.</summary>
    public Optional<decimal?> Value { get; init; }

    /// <summary>The ISO 4217 code of the currency of that; null exactly when there is no value.</summary>
    public Optional<string?> Currency { get; init; }

    /// <summary>So many more are there from now on, or fewer if negative; of one without a limit this is how many there are.</summary>
    public Optional<long> AddStock { get; init; }

    /// <summary>True: there is no limit from now on.</summary>
    [DefaultValue(false)]
    public bool UnlimitedStock { get; init; }

    /// <summary>How many a member can have, from 1; null: there is no limit.</summary>
    public Optional<int?> PerMember { get; init; }

    /// <summary>The rank that a member's tier has to have at least; null: it is for everybody.</summary>
    public Optional<int?> FromRank { get; init; }

    /// <summary>For how many days a voucher of it is good, from 1 to 3650; null: without an end.</summary>
    public Optional<int?> VoucherDays { get; init; }

    /// <summary>From when on it can be issued; null: at once.</summary>
    public Optional<DateTimeOffset?> StartsAt { get; init; }

    /// <summary>Until when, not included, it can be issued; null: without an end.</summary>
    public Optional<DateTimeOffset?> EndsAt { get; init; }

    /// <summary>Whether it can be issued.</summary>
    public Optional<bool> IsActive { get; init; }
}
