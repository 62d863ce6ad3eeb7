using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What can be said about a programme. What isn't given stays as it is.</summary>
abstract record LoyaltyProgramInput
{
    /// <summary>What it is called, in up to 200 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The IANA time zone whose days, months and years it counts.</summary>
    public Optional<string> TimeZone { get; init; }

    /// <summary>The ISO 4217 code of the only currency that earns points for amounts; null: any, each as it is.</summary>
    public Optional<string?> Currency { get; init; }

    /// <summary>How parts of a point are rounded.</summary>
    public Optional<LoyaltyRounding> Rounding { get; init; }

    /// <summary>Whether points are earned on amounts with tax or without it, where a purchase says both.</summary>
    public Optional<LoyaltyEarnBasis> EarnBasis { get; init; }

    /// <summary>The most that a member earns in a day; null: no limit.</summary>
    public Optional<long?> MaxPointsPerDay { get; init; }

    /// <summary>The most that a purchase earns; null: no limit.</summary>
    public Optional<long?> MaxPointsPerOrder { get; init; }

    /// <summary>What becomes of points that have to be taken back and are gone.</summary>
    public Optional<LoyaltyDebtPolicy> DebtPolicy { get; init; }

    /// <summary>So many days after they were earned points can be spent; 0: at once.</summary>
    public Optional<int> PendingDays { get; init; }

    /// <summary>When points lapse that are earned from now on.</summary>
    public Optional<LoyaltyExpiryPolicy> ExpiryPolicy { get; init; }

    /// <summary>After how many months they lapse.</summary>
    public Optional<int> ExpiryMonths { get; init; }

    /// <summary>What becomes of points that come back after they would have lapsed.</summary>
    public Optional<LoyaltyLapsedPolicy> LapsedPolicy { get; init; }

    /// <summary>For how many days they can be spent again, where the policy extends them.</summary>
    public Optional<int> LapsedDays { get; init; }

    /// <summary>The most points that may go to another member at once; null: no limit.</summary>
    public Optional<long?> MaxPointsPerTransfer { get; init; }

    /// <summary>The most points that a member may give to others in a day; null: no limit.</summary>
    public Optional<long?> MaxTransferredPerDay { get; init; }

    /// <summary>Whether members may hand points to each other themselves, within these limits; false where nothing was said.</summary>
    public Optional<bool> MembersTransfer { get; init; }

    /// <summary>Adjustments of more points, or of more that counts for the tier, wait for the approval of somebody else; null: none does.</summary>
    public Optional<long?> AdjustmentApprovalAbove { get; init; }

    /// <exception cref="LoyaltyProgramInvalidException">The programme would make no sense.</exception>
    internal void Write(LoyaltyProgram program)
    {
        program.Name = Name.Or(program.Name);
        program.TimeZone = TimeZone.Or(program.TimeZone);
        program.Currency = Currency.Or(program.Currency);
        program.Rounding = Rounding.Or(program.Rounding);
        program.EarnBasis = EarnBasis.Or(program.EarnBasis);
        program.MaxPointsPerDay = MaxPointsPerDay.Or(program.MaxPointsPerDay);
        program.MaxPointsPerOrder = MaxPointsPerOrder.Or(program.MaxPointsPerOrder);
        program.DebtPolicy = DebtPolicy.Or(program.DebtPolicy);
        program.PendingDays = PendingDays.Or(program.PendingDays);
        program.ExpiryPolicy = ExpiryPolicy.Or(program.ExpiryPolicy);
        program.ExpiryMonths = ExpiryMonths.Or(program.ExpiryMonths);
        program.LapsedPolicy = LapsedPolicy.Or(program.LapsedPolicy);
        program.LapsedDays = LapsedDays.Or(program.LapsedDays);
        program.MaxPointsPerTransfer = MaxPointsPerTransfer.Or(program.MaxPointsPerTransfer);
        program.MaxTransferredPerDay = MaxTransferredPerDay.Or(program.MaxTransferredPerDay);
        program.MembersTransfer = MembersTransfer.Or(program.MembersTransfer);
        program.AdjustmentApprovalAbove = AdjustmentApprovalAbove.Or(program.AdjustmentApprovalAbove);
        ProgramCheck.Check(program);
    }
}
