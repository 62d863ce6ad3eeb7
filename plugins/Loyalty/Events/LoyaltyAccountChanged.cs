namespace Crm.Headless.Loyalty;

/// <summary>A contact was enrolled, or its account was suspended or resumed.</summary>
/// <param name="ContactId">The member.</param>
/// <param name="LoyaltyAccountId">The account.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="Status">As it is now.</param>
/// <param name="IsNew">Whether the contact was enrolled.</param>
public sealed record LoyaltyAccountChanged(
    Guid ContactId, Guid LoyaltyAccountId, Guid ProgramId, LoyaltyAccountStatus Status, bool IsNew) : PluginEvent;
