using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Keeps the tiers of accounts: whoever changes what counts towards them asks for a review, inside the same change. What was measured
/// stands in the account, so that a review reads no ledger; what time changes is up to <see cref="LoyaltyTierWindows"/>.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="catalogs">Tiers and their policies.</param>
/// <param name="measuring">Adds up.</param>
/// <param name="actor">Who acts.</param>
sealed class TierBook(ICrmStore store, Catalogs catalogs, TierMeasuring measuring, IActor actor)
{
    /// <summary>The account is new, or its member earned, lost or did something that may count towards a tier.</summary>
    /// <param name="account">As it is after that.</param>
    /// <param name="occurredAt">When it happened.</param>
    /// <param name="now">The moment.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task ReviewAsync(LoyaltyAccount account, DateTimeOffset occurredAt, DateTimeOffset now, CancellationToken ct)
    {
        var table = await TableOfAsync(account.ProgramId, ct);
        if (IsForTheJob(account, table, now)) return;
        var start = table.Window.StartAt(now);
        var gained = occurredAt < start ? 0 : account.Qualifying - account.Tier.Counted;
        var measure = await DealingsAsync(account, table, now, ct);
        Apply(account, table, now, measure with
        {
            Points = start is null ? account.Qualifying : account.Tier.Points + gained,
            EarliestAt = gained == 0 ? measure.EarliestAt : LoyaltyStanding.Earlier(measure.EarliestAt, occurredAt),
        });
    }

    /// <summary>Looks at accounts of a programme anew, from the ledger and the interactions.</summary>
    public async Task MeasureAsync(Guid programId, IReadOnlyList<LoyaltyAccount> accounts, DateTimeOffset now, CancellationToken ct)
    {
        var table = await TableOfAsync(programId, ct);
        var measures = await measuring.MeasureAsync(accounts, table, now, null, ct);
        foreach (var account in accounts) Apply(account, table, now, measures[account.Id]);
    }

    /// <summary>Gives a tier by hand, whatever the thresholds say.</summary>
    public async Task OverrideAsync(
        LoyaltyAccount account, LoyaltyTier tier, string reason, DateTimeOffset? endsAt, DateTimeOffset now, CancellationToken ct)
    {
        var table = await TableOfAsync(account.ProgramId, ct);
        var before = account.Tier;
        account.Tier = new TierReview(table, now).Overridden(before, tier, endsAt);
        account.TierDueAt = LoyaltyStanding.Earlier(account.TierDueAt, account.Tier.DueAt);
        Tell(account, before, LoyaltyTierCause.Overridden, now, reason);
    }

    /// <summary>Takes back what was given by hand: thresholds count again.</summary>
    public async Task EndOverrideAsync(LoyaltyAccount account, string reason, DateTimeOffset now, CancellationToken ct)
    {
        if (!account.Tier.IsOverridden) return;
        var table = await TableOfAsync(account.ProgramId, ct);
        var before = account.Tier;
        (account.Tier, _) = new TierReview(table, now).Of(before with { OverrideEndsAt = now }, TierReview.MeasureOf(before));
        account.TierDueAt = LoyaltyStanding.Earlier(account.TierDueAt, account.Tier.DueAt);
        Tell(account, before, LoyaltyTierCause.OverrideEnded, now, reason);
    }

    /// <summary>
    /// The survivor of a merge has the better tier of both, or the one that both reach together. After the points went over, and before
    /// core moves the interactions, which are counted with whom they are.
    /// </summary>
    public async Task MergeAsync(LoyaltyAccount survivor, LoyaltyAccount merged, Guid mergeId, DateTimeOffset now, CancellationToken ct)
    {
        var table = await TableOfAsync(survivor.ProgramId, ct);
        var measures = await measuring.MeasureAsync([survivor, merged], table, now, null, ct);
        var before = survivor.Tier;
        var (joint, cause) = new TierReview(table, now).Of(BetterOf(before, merged.Tier), measures[survivor.Id].With(measures[merged.Id]));
        survivor.Tier = joint with { Counted = survivor.Qualifying };
        survivor.TierDueAt = survivor.Tier.DueAt;
        if (!joint.IsHeldLike(before)) Tell(survivor, before, cause ?? LoyaltyTierCause.Merged, now, mergeId: mergeId);
        merged.StandingAtMerge = new StandingAtMerge(before, survivor.Tier).Write();
    }

    /// <summary>
    /// The survivor has the tier again that it had before, unless that changed since, and each is measured by itself. After the points came
    /// back. Where interactions count, that is left to the job: only core knows whose they are from now on.
    /// </summary>
    public async Task UnmergeAsync(LoyaltyAccount survivor, LoyaltyAccount merged, Guid mergeId, DateTimeOffset now, CancellationToken ct)
    {
        await RestoreAsync(survivor, StandingAtMerge.Read(merged.StandingAtMerge), mergeId, ct);
        merged.StandingAtMerge = null;
        var table = await TableOfAsync(survivor.ProgramId, ct);
        foreach (var account in (LoyaltyAccount[])[survivor, merged])
            if (!table.AsksForPointsOnly) account.TierDueAt = now;
            else Apply(account, table, now, (await measuring.MeasureAsync([account], table, now, merged.Id, ct))[account.Id]);
    }

    /// <summary>
    /// Points came to an account from one that was merged into it, after the merge. In a window, the job finds out when they count.
    /// </summary>
    public async Task CountAsync(LoyaltyAccount account, DateTimeOffset now, CancellationToken ct)
    {
        var table = await TableOfAsync(account.ProgramId, ct);
        if (account.MergedIntoId is not null) return;
        if (!table.AsksForPointsOnly || table.Window.StartAt(now) is not null) account.TierDueAt = now;
        else Apply(account, table, now, new(account.Qualifying, 0, 0, null));
    }

    /// <summary>Of a person who is forgotten nothing stays.</summary>
    public async Task EraseAsync(LoyaltyAccount account, CancellationToken ct)
    {
        (account.Tier, account.TierDueAt, account.StandingAtMerge) = (new(), null, null);
        foreach (var change in await store.Track<LoyaltyTierChange>().Where(row => row.AccountId == account.Id).ToListAsync(ct))
            store.Remove(change);
    }

    // One that was merged stays as it was, for the case that it is separated again. Those for which time or a new policy has changed
    // something are measured as a whole, or a part would count twice.
    static bool IsForTheJob(LoyaltyAccount account, TierTable table, DateTimeOffset now) =>
        account.MergedIntoId is not null || account.TierDueAt <= now
        || (account.Tier.MeasuredAt > DateTimeOffset.UnixEpoch && account.Tier.MeasuredAt < table.Policy.ChangedAt);

    // Only who sees all interactions can add them up; whoever else books something has not changed them.
    async Task<TierMeasure> DealingsAsync(LoyaltyAccount account, TierTable table, DateTimeOffset now, CancellationToken ct) =>
        table.AsksForPointsOnly || account.ContactId is not { } contact ? default
        : actor is { Units: null, ContactId: null } ? await measuring.DealingsAsync(contact, table, now, ct)
        : TierReview.MeasureOf(account.Tier);

    async Task RestoreAsync(LoyaltyAccount survivor, StandingAtMerge? merge, Guid mergeId, CancellationToken ct)
    {
        if (merge is null || !survivor.Tier.IsHeldLike(merge.After)) return;
        (survivor.Tier, var before) = (merge.Before, survivor.Tier);
        var change = await store.FindAsync<LoyaltyTierChange>(row => row.AccountId == survivor.Id && row.MergeId == mergeId, ct);
        if (change is null) return;
        store.Remove(change);
        Publish(survivor, before, LoyaltyTierCause.Separated);
    }

    static LoyaltyStanding BetterOf(LoyaltyStanding own, LoyaltyStanding other) => other.Rank <= own.Rank ? own : own with
    {
        TierId = other.TierId,
        Code = other.Code,
        Rank = other.Rank,
        Since = other.Since,
        Until = other.Until,
        GraceEndsAt = other.GraceEndsAt,
        IsOverridden = other.IsOverridden,
        OverrideEndsAt = other.OverrideEndsAt,
        NextTierId = other.NextTierId,
    };

    void Apply(LoyaltyAccount account, TierTable table, DateTimeOffset now, TierMeasure measure)
    {
        var before = account.Tier;
        var (after, cause) = new TierReview(table, now).Of(before, measure);
        after = after with { Counted = account.Qualifying };
        var isSame = after with { MeasuredAt = before.MeasuredAt } == before && account.TierDueAt == after.DueAt;
        if (isSame && before.MeasuredAt >= table.Policy.ChangedAt) return;
        (account.Tier, account.TierDueAt) = (after, after.DueAt);
        if (cause is { } why) Tell(account, before, why, now);
    }

    void Tell(LoyaltyAccount account, LoyaltyStanding before, LoyaltyTierCause cause, DateTimeOffset now, string? reason = null,
        Guid? mergeId = null)
    {
        store.Add(new LoyaltyTierChange
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account.Id,
            From = before.Code,
            To = account.Tier.Code,
            Cause = cause,
            Reason = reason,
            ActorId = actor.UserId,
            At = now,
            MergeId = mergeId,
        });
        Publish(account, before, cause);
    }

    void Publish(LoyaltyAccount account, LoyaltyStanding before, LoyaltyTierCause cause)
    {
        if (account.ContactId is { } contact)
            store.Publish(new LoyaltyTierChanged(contact, account.Id, account.ProgramId, before.TierId, account.Tier.TierId, cause));
    }

    async Task<TierTable> TableOfAsync(Guid programId, CancellationToken ct)
    {
        var catalog = await catalogs.ReadAsync(ct);
        return new(catalog.Program(programId), catalog.Tiers.Where(tier => tier.ProgramId == programId));
    }
}
