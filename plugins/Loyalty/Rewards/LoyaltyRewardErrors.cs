using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>There is no such reward.</summary>
/// <param name="rewardId">What was asked for.</param>
sealed class LoyaltyRewardNotFoundException(Guid rewardId)
    : CrmException("LOYALTY_REWARD_NOT_FOUND", "There is no reward with this id. Look it up with loyaltyRewards.")
{
    /// <summary>What was asked for.</summary>
    [ID<LoyaltyReward>]
    public Guid RewardId { get; } = rewardId;
}

/// <summary>The reward can't be issued, or not to this member.</summary>
/// <param name="code">Of the reward.</param>
/// <param name="obstacle">Why.</param>
sealed class LoyaltyRewardUnavailableException(string code, LoyaltyRewardObstacle obstacle)
    : CrmException("LOYALTY_REWARD_UNAVAILABLE", $"The reward \"{code}\" can't be issued: {ReasonOf(obstacle)}")
{
    /// <summary>Why.</summary>
    public LoyaltyRewardObstacle Obstacle { get; } = obstacle;

    static string ReasonOf(LoyaltyRewardObstacle obstacle) => obstacle switch
    {
        LoyaltyRewardObstacle.Inactive => "it is switched off. Switch it on with loyaltyUpdateReward.",
        LoyaltyRewardObstacle.TooEarly => "its time has not begun. Wait for its startsAt.",
        LoyaltyRewardObstacle.TooLate => "its time is over. Choose another one, or give it a later endsAt.",
        LoyaltyRewardObstacle.Tier => "it is for members of a higher tier. Choose another one.",
        _ => "the member has had as many as a member can have. Choose another one.",
    };
}

/// <summary>Why a reward can't be issued.</summary>
enum LoyaltyRewardObstacle
{
    /// <summary>It is switched off.</summary>
    Inactive,

    /// <summary>Its time has not begun.</summary>
    TooEarly,

    /// <summary>Its time is over.</summary>
    TooLate,

    /// <summary>It is for members of a higher tier.</summary>
    Tier,

    /// <summary>The member has had as many as a member can have.</summary>
    PerMember,
}

/// <summary>No piece of the reward is left.</summary>
/// <param name="code">Of the reward.</param>
sealed class LoyaltyOutOfStockException(string code)
    : CrmException(
        "LOYALTY_OUT_OF_STOCK", $"None of the reward \"{code}\" is left. Choose another one, or add to its stock with loyaltyUpdateReward.")
{
    /// <summary>Of the reward.</summary>
    public string RewardCode { get; } = code;
}

/// <summary>A reward can't be like this.</summary>
/// <param name="field">The input's field.</param>
/// <param name="problem">What is wrong, and what to do.</param>
sealed class LoyaltyRewardInvalidException(string field, string problem) : CrmException("LOYALTY_REWARD_INVALID", $"\"{field}\": {problem}")
{
    /// <summary>The input's field.</summary>
    public string Field { get; } = field;
}

/// <summary>There is no such voucher.</summary>
sealed class LoyaltyVoucherNotFoundException()
    : CrmException("LOYALTY_VOUCHER_NOT_FOUND", "There is no such voucher. Check the code as the member shows it.");

/// <summary>The voucher can't be redeemed or given back any more.</summary>
/// <param name="status">What became of it.</param>
sealed class LoyaltyVoucherNotRedeemableException(LoyaltyVoucherStatus status)
    : CrmException(
        "LOYALTY_VOUCHER_NOT_REDEEMABLE", $"The voucher {WhatOf(status)}. Only one that is issued can be redeemed or given back.")
{
    /// <summary>What became of it.</summary>
    public LoyaltyVoucherStatus Status { get; } = status;

    static string WhatOf(LoyaltyVoucherStatus status) => status switch
    {
        LoyaltyVoucherStatus.Redeemed => "was redeemed already",
        LoyaltyVoucherStatus.Cancelled => "was given back",
        _ => "is too old",
    };
}
