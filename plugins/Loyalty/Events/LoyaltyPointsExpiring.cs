namespace Crm.Headless.Loyalty;

/// <summary>Points of a member will lapse soon. Told once for each time and number of days.</summary>
/// <param name="ContactId">The member.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="Points">How many.</param>
/// <param name="ExpiresAt">When.</param>
/// <param name="Days">In at most so many days: 30, 7 or 1.</param>
public sealed record LoyaltyPointsExpiring(Guid ContactId, Guid LoyaltyAccountId, long Points, DateTimeOffset ExpiresAt, int Days)
    : PluginEvent;
