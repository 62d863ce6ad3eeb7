using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>What a programme owes its members.</summary>
[QueryType]
static class LoyaltyLiabilities
{
    /// <summary>All books of a programme at some time, as they were known then: the ledger's transactions, added up.</summary>
    /// <param name="program">The programme's code; null: the default one.</param>
    /// <param name="asOf">The time; null: now.</param>
    [Authorize("loyalty:admin"), Cost(50)]
    public static async Task<LoyaltyLiability?> GetLoyaltyLiabilityAsync(
        string? program, DateTimeOffset? asOf, IQueryable<LoyaltyProgram> programs, IQueryable<LoyaltyTransaction> transactions,
        TimeProvider time,
        CancellationToken ct)
    {
        var wanted = await programs.FirstOrDefaultAsync(row => program == null ? row.IsDefault : row.Code == program, ct)
            ?? throw new LoyaltyProgramNotFoundException(program!);
        var (id, at) = (wanted.Id, asOf ?? time.GetUtcNow());
        var books = await transactions.Where(row => row.ProgramId == id && row.RecordedAt <= at)
            .GroupBy(row => row.ProgramId)
            .Select(rows => new LoyaltyLiability(
                at, rows.Sum(row => row.Pending), rows.Sum(row => row.Available), rows.Sum(row => row.Held), -rows.Sum(row => row.Debt),
                -rows.Sum(row => row.Issued), rows.Sum(row => row.Redeemed), rows.Sum(row => row.Expired), rows.Sum(row => row.Adjusted)))
            .FirstOrDefaultAsync(ct);
        return books ?? new(at, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}

/// <summary>The books of a programme.</summary>
/// <param name="At">When they were so.</param>
/// <param name="Pending">What members can't spend yet.</param>
/// <param name="Available">What members can spend.</param>
/// <param name="Held">What holds set aside.</param>
/// <param name="Debt">What members owe.</param>
/// <param name="Issued">What was earned and not taken back.</param>
/// <param name="Redeemed">What was spent.</param>
/// <param name="Expired">What lapsed.</param>
/// <param name="Adjusted">What was taken by hand or given up, less what was given by hand or brought along.</param>
public sealed record LoyaltyLiability(
    DateTimeOffset At, long Pending, long Available, long Held, long Debt, long Issued, long Redeemed, long Expired, long Adjusted)
{
    /// <summary>
    /// The points that members may still spend, less what they owe: what was issued and is neither spent, lapsed nor adjusted.
    /// </summary>
    public long Outstanding => Pending + Available + Held - Debt;
}
