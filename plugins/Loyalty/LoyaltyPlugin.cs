namespace Crm.Headless.Loyalty;

/// <summary>Points for purchases.</summary>
public sealed class LoyaltyPlugin : CrmPlugin;
