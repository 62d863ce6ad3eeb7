using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Reads what happened as it is judged: the latest revision of each interaction, without what refunds took back of its lines.
/// </summary>
sealed class PurchaseReader(ICrmStore store)
{
    /// <summary>For many at once, by the first revision. What doesn't count, because it was voided, isn't among them.</summary>
    /// <param name="interactions">Latest revisions.</param>
    public async Task<IReadOnlyDictionary<Guid, Purchase>> ReadAsync(IReadOnlyCollection<Interaction> interactions, CancellationToken ct)
    {
        var recorded = interactions.Where(interaction => interaction.Status == InteractionStatus.Recorded).ToList();
        var ids = recorded.Select(interaction => interaction.Id).ToArray();
        var lines = (await store.Query<InteractionLine>().Where(line => EF.Parameter(ids).Contains(line.InteractionId)).ToListAsync(ct))
            .ToLookup(line => line.InteractionId);
        var refunds = lines.Count == 0 ? [] : await RefundsAsync([.. recorded.Select(interaction => interaction.OriginalId)], ct);
        return recorded.ToDictionary(
            interaction => interaction.OriginalId, interaction => PurchaseOf(interaction, lines[interaction.Id], refunds));
    }

    static Purchase PurchaseOf(Interaction interaction, IEnumerable<InteractionLine> lines, List<RefundedLine> refunds)
    {
        // A refund that names lines of purchases takes back what those earned; what is judged of it is only the rest.
        var own = interaction.Kind == InteractionKinds.Refund ? [.. lines.Where(line => line.ReversesLineId is null)] : lines.ToList();
        var named = interaction.Kind == InteractionKinds.Refund
            ? lines.Where(line => line.ReversesLineId is not null).Sum(line => line.Gross)
            : 0;
        var refunded = refunds.FindAll(refund => refund.OriginalId == interaction.OriginalId);
        var left = own.OrderBy(line => line.Position).Select(line => Without(line, refunded)).Where(line => line.Quantity > 0).ToList();
        return new()
        {
            OriginalInteractionId = interaction.OriginalId,
            Kind = interaction.Kind,
            OccurredAt = interaction.OccurredAt,
            TimeZone = interaction.TimeZone,
            Amount = interaction.Amount - named - refunded.Sum(refund => refund.Gross),
            Currency = interaction.Currency,
            Channel = interaction.Channel,
            UnitId = interaction.UnitId,
            Lines = left,
            IsReturned = refunded.Count > 0 && left.Count == 0,
        };
    }

    static PurchaseLine Without(InteractionLine line, List<RefundedLine> refunded)
    {
        var gone = refunded.FindAll(refund => refund.Position == line.Position);
        return new(
            line.Position, line.ProductRef, line.Category, line.Quantity - gone.Sum(refund => refund.Quantity),
            line.Gross - gone.Sum(refund => refund.Gross),
            line.Net - gone.Sum(refund => refund.Net ?? refund.Gross));
    }

    /// <summary>
    /// What was taken back, by the first revision and the position of the purchase's line: that is the same line in all revisions.
    /// </summary>
    Task<List<RefundedLine>> RefundsAsync(Guid[] originals, CancellationToken ct) =>
        (from purchased in store.Query<InteractionLine>()
         join purchase in store.Query<Interaction>() on purchased.InteractionId equals purchase.Id
         join line in store.Query<InteractionLine>() on purchased.Id equals line.ReversesLineId
         join refund in store.Query<Interaction>() on line.InteractionId equals refund.Id
         where EF.Parameter(originals).Contains(purchase.OriginalId) && refund.Status == InteractionStatus.Recorded
         select new RefundedLine(purchase.OriginalId, purchased.Position, line.Quantity, line.Gross, line.Net)).ToListAsync(ct);

    sealed record RefundedLine(Guid OriginalId, int Position, decimal Quantity, decimal Gross, decimal? Net);
}
