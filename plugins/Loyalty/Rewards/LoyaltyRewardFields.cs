using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>The rewards among the queries.</summary>
[QueryType]
public static class LoyaltyRewardQueries
{
    /// <summary>What points can be spent on, the cheapest first; of all programmes, unless filtered.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["Points"]), Authorize("loyalty:read"), AllowMembers]
    public static IQueryable<LoyaltyReward> GetLoyaltyRewards(IQueryable<LoyaltyReward> rewards) => rewards;
}

/// <summary>What a reward shows besides its own columns.</summary>
[ObjectType<LoyaltyReward>]
public static class LoyaltyRewardFields
{
    /// <summary>The programme whose points it costs.</summary>
    [Join(nameof(LoyaltyReward.ProgramId), nameof(LoyaltyProgram.Id)), UseSingleOrDefault, UseFiltering, AllowMembers]
    public static IQueryable<LoyaltyProgram> GetProgram(IQueryable<LoyaltyProgram> programs) => programs;

    /// <summary>Rewards by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read"), AllowMembers]
    public static IQueryable<LoyaltyReward> GetLoyaltyReward(IQueryable<LoyaltyReward> rewards) => rewards;
}

/// <summary>What a voucher shows besides its own columns.</summary>
[ObjectType<LoyaltyVoucher>]
public static class LoyaltyVoucherFields
{
    /// <summary>What it is for.</summary>
    [Join(nameof(LoyaltyVoucher.RewardId), nameof(LoyaltyReward.Id)), UseSingleOrDefault, UseFiltering, AllowMembers]
    public static IQueryable<LoyaltyReward> GetReward(IQueryable<LoyaltyReward> rewards) => rewards;

    /// <summary>Whose it is.</summary>
    [Join(nameof(LoyaltyVoucher.AccountId), nameof(LoyaltyAccount.Id)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyAccount> GetAccount(IQueryable<LoyaltyAccount> accounts) => accounts;

    /// <summary>Vouchers by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read"), AllowMembers]
    public static IQueryable<LoyaltyVoucher> GetLoyaltyVoucher(IQueryable<LoyaltyVoucher> vouchers) => vouchers;
}

/// <summary>What an account shows of its rewards.</summary>
[ObjectType<LoyaltyAccount>]
public static class LoyaltyAccountVouchers
{
    /// <summary>The rewards that were issued to the member, the latest first.</summary>
    [Join(nameof(LoyaltyAccount.Id), nameof(LoyaltyVoucher.AccountId)), UsePaging, UseFiltering, UseSorting(Default = ["IssuedAt DESC"])]
    [AllowMembers]
    public static IQueryable<LoyaltyVoucher> GetVouchers(IQueryable<LoyaltyVoucher> vouchers) => vouchers;
}
