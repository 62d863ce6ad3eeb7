namespace Crm.Headless.Loyalty;

/// <summary>Earns points for purchases and takes those of refunds back.</summary>
/// <param name="ledger">The ledger.</param>
public sealed class LoyaltyEarning(LoyaltyLedger ledger) : IEventHandler<InteractionRecorded>
{
    /// <inheritdoc/>
    public Task HandleAsync(InteractionRecorded e, CancellationToken ct) => ledger.SettleAsync(e.Interaction, null, ct);
}

/// <summary>Books the difference when a purchase or refund is corrected or voided.</summary>
/// <param name="ledger">The ledger.</param>
public sealed class LoyaltyCorrecting(LoyaltyLedger ledger) : IEventHandler<InteractionCorrected>
{
    /// <inheritdoc/>
    public Task HandleAsync(InteractionCorrected e, CancellationToken ct) => ledger.SettleAsync(e.Interaction, e.Previous.ContactId, ct);
}
