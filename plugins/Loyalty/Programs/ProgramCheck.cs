namespace Crm.Headless.Loyalty;

/// <summary>Whether what a programme says makes sense.</summary>
static class ProgramCheck
{
    const int LongestName = 200, MostDays = 3650, MostMonths = 1200;

    /// <exception cref="LoyaltyProgramInvalidException">It doesn't; the message says why.</exception>
    public static void Check(LoyaltyProgram program)
    {
        Require(program.Name.Length is > 0 and <= LongestName && !program.Name.Any(char.IsControl), "name",
            $"Give 1 to {LongestName} characters, without line breaks or control characters.");
        Require(TimeZoneInfo.TryFindSystemTimeZoneById(program.TimeZone, out _), "timeZone",
            "Give an IANA time zone such as \"Europe/Berlin\".");
        Require(program.Currency is null || (program.Currency.Length == 3 && program.Currency.All(char.IsAsciiLetterUpper)), "currency",
            "Give an ISO 4217 code such as \"EUR\".");
        Require(program.PendingDays is >= 0 and <= MostDays, "pendingDays", $"Give 0 to {MostDays} days.");
        Require(program.ExpiryPolicy == LoyaltyExpiryPolicy.Never || program.ExpiryMonths is >= 1 and <= MostMonths, "expiryMonths",
            $"Give 1 to {MostMonths} months, or an expiryPolicy of NEVER.");
        Require(program.LapsedPolicy != LoyaltyLapsedPolicy.Extend || program.LapsedDays is >= 1 and <= MostDays, "lapsedDays",
            $"Give 1 to {MostDays} days, or another lapsedPolicy than EXTEND.");
        RequireLimit(program.MaxPointsPerDay, 1, "maxPointsPerDay");
        RequireLimit(program.MaxPointsPerOrder, 1, "maxPointsPerOrder");
        RequireLimit(program.MaxPointsPerTransfer, 0, "maxPointsPerTransfer");
        RequireLimit(program.MaxTransferredPerDay, 0, "maxTransferredPerDay");
        RequireLimit(program.AdjustmentApprovalAbove, 0, "adjustmentApprovalAbove");
    }

    static void RequireLimit(long? limit, long least, string field) =>
        Require(limit is null || limit >= least, field, $"Give {least} or more, or null.");

    static void Require(bool holds, string field, string remedy)
    {
        if (!holds) throw new LoyaltyProgramInvalidException(field, remedy);
    }
}

/// <summary>What a programme shall say makes no sense.</summary>
/// <param name="field">Which part of it.</param>
/// <param name="remedy">What it may be.</param>
public sealed class LoyaltyProgramInvalidException(string field, string remedy)
    : CrmException("LOYALTY_PROGRAM_INVALID", $"The programme can't be like this: \"{field}\" doesn't fit. {remedy}")
{
    /// <summary>Which part of it.</summary>
    public string Field { get; } = field;
}
