using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Tells that points lapse soon: 30 days, 7 days and 1 day before, each once. Who learns of it late, because the points were earned late or
/// the server was down, is told once of what is left.
/// </summary>
[Schedule("20 * * * *")]
sealed class LoyaltyExpiryNotices(ICrmStore store, Catalogs catalogs, Booking booking) : IJob
{
    const int Step = 100;
    static readonly int[] DaysBefore = [1, 7, 30];

    /// <summary>In the order of the accounts' keys; the state is the last one that was looked at.</summary>
    public async Task<JobStep> RunAsync(JobRun run, CancellationToken ct)
    {
        var (now, until) = (booking.Now, booking.Now.AddDays(DaysBefore[^1]));
        Guid? last = run.State is null ? null : Guid.Parse(run.State, CultureInfo.InvariantCulture);
        var accounts = await store.Query<LoyaltyAccount>()
            .Where(account => account.NextExpiryAt > now && account.NextExpiryAt <= until && account.ContactId != null
                && (last == null || account.Id > last))
            .OrderBy(account => account.Id).Take(Step).ToListAsync(ct);
        var ids = accounts.ConvertAll(account => account.Id);
        var lots = (await store.Query<LoyaltyLot>().Where(lot => ids.Contains(lot.AccountId) && lot.Available > 0).ToListAsync(ct))
            .ToLookup(lot => lot.AccountId);
        var told = (await store.Query<LoyaltyNotice>().Where(notice => ids.Contains(notice.AccountId)).ToListAsync(ct))
            .ToLookup(notice => notice.AccountId);
        var catalog = await catalogs.ReadAsync(ct);
        foreach (var account in accounts)
            foreach (var (expiresAt, points) in DueOf(account, catalog, lots[account.Id]))
                if (expiresAt > now && expiresAt <= until) Tell(account, points, expiresAt, now, told[account.Id]);
        (run.Done, run.State) = (run.Done + accounts.Count, accounts.Count == 0 ? run.State : ids[^1].ToString());
        return accounts.Count == Step ? JobStep.More : JobStep.Done;
    }

    static IEnumerable<(DateTimeOffset ExpiresAt, long Points)> DueOf(
        LoyaltyAccount account, Catalog catalog, IEnumerable<LoyaltyLot> lots) =>
        catalog.Program(account.ProgramId).ExpiryPolicy == LoyaltyExpiryPolicy.Inactivity
            ? [(account.NextExpiryAt!.Value, account.Available)]
            : lots.Where(lot => lot.ExpiresAt is not null).GroupBy(lot => lot.ExpiresAt!.Value)
                .Select(due => (due.Key, due.Sum(lot => lot.Available)));

    void Tell(LoyaltyAccount account, long points, DateTimeOffset expiresAt, DateTimeOffset now, IEnumerable<LoyaltyNotice> told)
    {
        var days = Array.Find(DaysBefore, days => expiresAt <= now.AddDays(days));
        if (told.Any(notice => notice.ExpiresAt == expiresAt && notice.Days <= days)) return;
        store.Add(new LoyaltyNotice
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account.Id,
            ExpiresAt = expiresAt,
            Days = days,
            CreatedAt = now
        });
        store.Publish(new LoyaltyPointsExpiring(account.ContactId!.Value, account.Id, points, expiresAt, days));
    }
}
