using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Every hour, looks at the accounts whose tier time alone may have changed: windows move, grace and what was given by hand end.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="tiers">Decides.</param>
/// <param name="time">The clock.</param>
[Schedule("7 * * * *")]
sealed class LoyaltyTierWindows(ICrmStore store, TierBook tiers, TimeProvider time) : IJob
{
    /// <inheritdoc/>
    public Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var due = store.Track<LoyaltyAccount>().Where(account => account.TierDueAt <= now && account.MergedIntoId == null)
            .OrderBy(account => account.TierDueAt).ThenBy(account => account.Id);
        return DueAccounts.StepAsync(run, due, MeasureAsync, ct);

        async Task MeasureAsync(List<LoyaltyAccount> accounts)
        {
            foreach (var program in accounts.GroupBy(account => account.ProgramId))
                await tiers.MeasureAsync(program.Key, [.. program], now, ct);
        }
    }
}

/// <summary>When tiers or a policy were changed, looks at every account of the programme.</summary>
/// <param name="store">The rows.</param>
/// <param name="tiers">Decides.</param>
/// <param name="time">The clock.</param>
[Schedule("*/5 * * * *")]
sealed class LoyaltyTierPolicies(ICrmStore store, TierBook tiers, TimeProvider time) : IJob
{
    const int Step = 200;

    /// <summary>
    /// In the order of the accounts' keys; the state is the policy that is applied and the last account that was looked at.
    /// </summary>
    public async Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
    {
        var program = await store.Track<LoyaltyProgram>().Where(row => row.TierPolicy.AppliedAt < row.TierPolicy.ChangedAt)
            .OrderBy(row => row.Id).FirstOrDefaultAsync(ct);
        if (program is null) return JobStep.Done;
        var changedAt = program.TierPolicy.ChangedAt;
        var policy = $"{program.Id} {changedAt.UtcTicks} ";
        var last = run.State?.StartsWith(policy, StringComparison.Ordinal) is true
            ? Guid.Parse(run.State.AsSpan(policy.Length))
            : Guid.Empty;
        var accounts = await store.Track<LoyaltyAccount>()
            .Where(row => row.Id > last && row.ProgramId == program.Id && row.MergedIntoId == null && row.Tier.MeasuredAt < changedAt)
            .OrderBy(row => row.Id).Take(Step).ToListAsync(ct);
        var now = time.GetUtcNow();
        // A clock that was set back must not go on for ever.
        await tiers.MeasureAsync(program.Id, accounts, now > changedAt ? now : changedAt, ct);
        if (accounts.Count < Step) program.TierPolicy = program.TierPolicy with { AppliedAt = changedAt };
        run.State = accounts.Count < Step ? null : policy + accounts[^1].Id;
        run.Done += accounts.Count;
        return JobStep.More;
    }
}
