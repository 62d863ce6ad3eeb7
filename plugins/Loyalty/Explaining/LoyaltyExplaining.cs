using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Says of what a number is made.</summary>
[ObjectType<LoyaltyAccount>]
static class LoyaltyExplaining
{
    const int Most = 500;

    /// <summary>
    /// The parts of which a number of the account is made: lots with the rules and interactions that gave them, for a debt the transactions
    /// that made and paid it. They add up to the number, unless there are more than 500.
    /// </summary>
    /// <param name="book">The number.</param>
    [BatchResolver, ListSize(50), Cost(10)]
    public static async Task<ILookup<Guid, LoyaltyExplanation>> GetExplainAsync(
        [Parent(nameof(LoyaltyAccount.Id))] IReadOnlyList<Guid> accounts,
        [DefaultValue(LoyaltyExplainedNumber.Available)] LoyaltyExplainedNumber book,
        IQueryable<LoyaltyLot> lots, IQueryable<LoyaltyTransaction> transactions, IQueryable<LoyaltyRuleVersion> versions,
        IQueryable<LoyaltyRule> rules,
        CancellationToken ct)
    {
        if (book == LoyaltyExplainedNumber.Debt) return await DebtAsync(accounts, transactions, ct);
        var held = book switch
        {
            LoyaltyExplainedNumber.Pending => lots.Where(lot => lot.Pending > 0),
            LoyaltyExplainedNumber.Held => lots.Where(lot => lot.Held > 0),
            _ => lots.Where(lot => lot.Available > 0),
        };
        var rows =
            from lot in held
            where EF.Parameter(accounts).Contains(lot.AccountId)
            join version in versions on lot.RuleVersionId equals version.Id into found
            from version in found.DefaultIfEmpty()
            join rule in rules on version.RuleId equals rule.Id into named
            from rule in named.DefaultIfEmpty()
            orderby lot.ExpiresAt ?? DateTimeOffset.MaxValue, lot.EarnedAt, lot.Id
            select new { Lot = lot, Version = (int?)version.Number, Rule = rule.Code };
        return (await rows.Take(Most).ToListAsync(ct)).ToLookup(row => row.Lot.AccountId, row => new LoyaltyExplanation(
            PointsOf(row.Lot, book), row.Lot.Id, null, row.Rule, row.Version, row.Lot.InteractionId, row.Lot.LineNumber, row.Lot.EarnedAt,
            row.Lot.ExpiresAt));
    }

    static async Task<ILookup<Guid, LoyaltyExplanation>> DebtAsync(
        IReadOnlyList<Guid> accounts, IQueryable<LoyaltyTransaction> transactions, CancellationToken ct)
    {
        var rows = transactions.Where(row => EF.Parameter(accounts).Contains(row.AccountId) && row.Debt != 0).OrderBy(row => row.AccountId)
            .ThenBy(row => row.Sequence);
        return (await rows.Take(Most).ToListAsync(ct)).ToLookup(
            row => row.AccountId, row =>
                new LoyaltyExplanation(-row.Debt, null, row.Id, null, null, row.InteractionId, null, row.OccurredAt, null));
    }

    static long PointsOf(LoyaltyLot lot, LoyaltyExplainedNumber book) => book switch
    {
        LoyaltyExplainedNumber.Pending => lot.Pending,
        LoyaltyExplainedNumber.Held => lot.Held,
        _ => lot.Available,
    };
}

/// <summary>A number of an account that can be explained.</summary>
public enum LoyaltyExplainedNumber
{
    /// <summary>What can't be spent yet.</summary>
    Pending,

    /// <summary>What can be spent.</summary>
    Available,

    /// <summary>What holds set aside.</summary>
    Held,

    /// <summary>What is owed.</summary>
    Debt,
}

/// <summary>A part of a number.</summary>
/// <param name="Points">How much it adds; below zero: what it takes away, such as a payment of a debt.</param>
/// <param name="LotId">The lot; null for a debt.</param>
/// <param name="TransactionId">The transaction that made or paid a debt; null for lots.</param>
/// <param name="Rule">The code of the rule that gave the points; null: none did.</param>
/// <param name="RuleVersion">The number of its version; null: there is no rule.</param>
/// <param name="InteractionId">The interaction; null: there is none.</param>
/// <param name="LineNumber">The line of it; null: the whole of it.</param>
/// <param name="At">When it was earned, or happened.</param>
/// <param name="ExpiresAt">When it lapses; null: never, or by itself not at all.</param>
public sealed record LoyaltyExplanation(
    long Points, [property: ID<LoyaltyLot>] Guid? LotId, [property: ID<LoyaltyTransaction>] Guid? TransactionId, string? Rule,
    int? RuleVersion,
    [property: ID<Interaction>] Guid? InteractionId, int? LineNumber, DateTimeOffset At, DateTimeOffset? ExpiresAt);
