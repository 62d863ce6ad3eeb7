using System.Text.Json;

namespace Crm.Headless.Loyalty;

/// <summary>Where the survivor of a merge stood before it, and right after it. Kept with the account that was merged.</summary>
sealed record StandingAtMerge(LoyaltyStanding Before, LoyaltyStanding After)
{
    public static StandingAtMerge? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<StandingAtMerge>(json);

    public string Write() => JsonSerializer.Serialize(this);
}
