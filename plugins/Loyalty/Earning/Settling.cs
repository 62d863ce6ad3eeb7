using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Makes what is booked for an interaction equal to what it is worth now, by the rules that were in force when it happened and without what
/// was given back of it. Again with the same interaction it books nothing, whichever event comes first.
/// </summary>
sealed class Settling(
    ICrmStore store, Catalogs catalogs, Members members, PurchaseReader reader, RuleBook rules, UnitLimits limits, BookedFor bookedFor,
    Booking booking,
    TierBook tiers)
{
    /// <summary>After an interaction was recorded, corrected or voided. A purchase enrols its contact, be it worth nothing.</summary>
    /// <param name="interaction">The revision that was recorded, as it is now.</param>
    public async Task SettleAsync(Interaction interaction, CancellationToken ct)
    {
        if (Enrols(interaction) && interaction.ContactId is { } contact)
            await members.GetOrOpenAsync(contact, (await catalogs.ReadAsync(ct)).Default, ct);
        if (interaction.Status == InteractionStatus.Superseded) return; // the revision that took its place settles it
        await SettleAsync(interaction, interaction, ct);
        foreach (var purchase in await RefundedByAsync(interaction, ct)) await SettleAsync(purchase, interaction, ct);
    }

    /// <param name="cause">The interaction by which it is worth something else now: itself, or a refund.</param>
    async Task SettleAsync(Interaction interaction, Interaction cause, CancellationToken ct)
    {
        var what = (await reader.ReadAsync([interaction], ct)).GetValueOrDefault(interaction.OriginalId);
        var why = new Cause { OccurredAt = cause.OccurredAt, InteractionId = cause.Id, OriginalInteractionId = interaction.OriginalId };
        var rows = await RowsAsync(interaction.OriginalId, ct);
        foreach (var program in (await catalogs.ReadAsync(ct)).Programs)
        {
            var account = interaction.ContactId is { } contact ? await members.FindAsync(contact, program.Id, ct) : null;
            var (here, elsewhere) = await bookedFor.SplitAsync([.. rows.Where(row => row.ProgramId == program.Id)], account, ct);
            foreach (var (other, booked) in elsewhere) // it isn't theirs any more
                await SettleAsync(other, program, interaction, null, booked, why, ct);
            if (account is { Status: not LoyaltyAccountStatus.Closed })
                await SettleAsync(account, program, interaction, what, here, why, ct);
        }
    }

    /// <param name="what">What counts now; null: nothing does.</param>
    async Task SettleAsync(
        LoyaltyAccount account, LoyaltyProgram program, Interaction interaction, Purchase? what, Booked booked, Cause why,
        CancellationToken ct)
    {
        var worth = what is null ? Judgement.Nothing : await rules.JudgeAsync(what, account, ct);
        if (interaction.Kind == InteractionKinds.Refund) worth = await limits.OfPurchaseAsync(program, interaction.UnitId, worth, ct);
        else if (program.Status == LoyaltyProgramStatus.Active)
            worth = await limits.EarnAsync(program, interaction.UnitId, worth, booked.Points, interaction.OccurredAt, ct);
        var due = Difference.Between(worth, isRefund: interaction.Kind == InteractionKinds.Refund, booked);
        if (!due.IsNothing && (due.Points <= 0 || program.Status == LoyaltyProgramStatus.Active))
            await new SettlingStep(store, booking).BookAsync(account, due, isFirst: booked.Rows.Count == 0, why, ct);
        // What was spent and done counts, be it worth no points.
        await tiers.ReviewAsync(account, why.OccurredAt ?? booking.Now, booking.Now, ct);
    }

    /// <summary>The purchases of which any revision of a refund names lines, in their latest revisions.</summary>
    async Task<IReadOnlyList<Interaction>> RefundedByAsync(Interaction refund, CancellationToken ct)
    {
        if (refund.Kind != InteractionKinds.Refund && refund.Revision == 1) return [];
        var purchases =
            from revision in store.Query<Interaction>()
            join line in store.Query<InteractionLine>() on revision.Id equals line.InteractionId
            join purchased in store.Query<InteractionLine>() on line.ReversesLineId equals purchased.Id
            join purchase in store.Query<Interaction>() on purchased.InteractionId equals purchase.Id
            where revision.OriginalId == refund.OriginalId
            select purchase.OriginalId;
        return await store.Query<Interaction>()
            .Where(latest => latest.SupersededById == null && purchases.Contains(latest.OriginalId)).OrderBy(latest => latest.Id)
            .ToListAsync(ct);
    }

    // Mostly there is nothing yet, and to look for one row is allowed in the middle of a batch of events.
    async Task<IReadOnlyList<LoyaltyTransaction>> RowsAsync(Guid originalId, CancellationToken ct)
    {
        if (await store.FindAsync<LoyaltyTransaction>(row => row.OriginalInteractionId == originalId, ct) is null) return [];
        return await store.Query<LoyaltyTransaction>().Where(row => row.OriginalInteractionId == originalId).OrderBy(row => row.Id)
            .ToListAsync(ct);
    }

    static bool Enrols(Interaction interaction) =>
        interaction.Kind == InteractionKinds.Purchase && interaction.Status != InteractionStatus.Voided;
}

/// <summary>What has to be booked so that what is booked is what something is worth.</summary>
/// <param name="Points">The points that are missing; below zero: that are too many.</param>
/// <param name="Forgiven">The points that were once given up.</param>
/// <param name="Worth">To which rules and lines they belong.</param>
sealed record Difference(long Points, long Qualifying, long Forgiven, Judgement Worth)
{
    public bool IsNothing => Points == 0 && Qualifying == 0;

    public static Difference Between(Judgement worth, bool isRefund, Booked booked) => isRefund
        ? new(-worth.Points - booked.Points, -worth.Qualifying - booked.Qualifying, booked.Forgiven, Judgement.Nothing)
        : new(worth.Points - booked.Points, worth.Qualifying - booked.Qualifying, booked.Forgiven, worth);
}
