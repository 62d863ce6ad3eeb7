namespace Crm.Headless.Loyalty;

/// <summary>
/// Earns points for purchases, takes those of refunds back, and books the difference when either is corrected or voided. One handler
/// for both events, so that those of a contact keep their order.
/// </summary>
/// <param name="ledger">The ledger.</param>
public sealed class LoyaltyEarning(LoyaltyLedger ledger) : IEventHandler<InteractionRecorded>, IEventHandler<InteractionCorrected>
{
    /// <inheritdoc/>
    public Task HandleAsync(InteractionRecorded e, CancellationToken ct) => ledger.SettleAsync(e.Interaction, ct);

    /// <inheritdoc/>
    public Task HandleAsync(InteractionCorrected e, CancellationToken ct) => ledger.SettleAsync(e.Interaction, ct);
}
