namespace Crm.Headless.Loyalty;

/// <summary>What there was in a member's books at some time.</summary>
/// <param name="Pending">The points that couldn't be spent yet.</param>
/// <param name="Available">The points that could be spent.</param>
/// <param name="Held">The points that holds set aside.</param>
/// <param name="Debt">The points that were owed.</param>
public sealed record LoyaltyBalance(long Pending, long Available, long Held, long Debt)
{
    /// <summary>What was available, less what was owed.</summary>
    public long Balance => Available - Debt;
}
