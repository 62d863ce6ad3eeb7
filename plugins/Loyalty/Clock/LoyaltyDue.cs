namespace Crm.Headless.Loyalty;

/// <summary>
/// Books what is due in time: points that become available, points that lapse, holds that end. An account that is dealt with is no longer
/// due, so a run that is broken off goes on where it was.
/// </summary>
[Schedule("*/5 * * * *")]
sealed class LoyaltyDue(ICrmStore store, Booking booking) : IJob
{
    public Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
    {
        var now = booking.Now;
        var due = store.Track<LoyaltyAccount>().Where(account => account.DueAt <= now).OrderBy(account => account.DueAt)
            .ThenBy(account => account.Id);
        return DueAccounts.StepAsync(run, due, CatchUpAsync, ct);

        async Task CatchUpAsync(List<LoyaltyAccount> accounts)
        {
            foreach (var account in accounts) await booking.CatchUpAsync(account, ct);
        }
    }
}
