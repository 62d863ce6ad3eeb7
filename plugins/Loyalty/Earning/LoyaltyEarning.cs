namespace Crm.Headless.Loyalty;

/// <summary>
/// Settles every interaction that is recorded, and again when it is corrected or voided. One handler for both events, so that those of a
/// contact keep their order.
/// </summary>
sealed class LoyaltyEarning(Settling settling) : IEventHandler<InteractionRecorded>, IEventHandler<InteractionCorrected>
{
    public Task HandleAsync(InteractionRecorded e, CancellationToken ct) => settling.SettleAsync(e.Interaction, ct);

    public Task HandleAsync(InteractionCorrected e, CancellationToken ct) => settling.SettleAsync(e.Interaction, ct);
}
