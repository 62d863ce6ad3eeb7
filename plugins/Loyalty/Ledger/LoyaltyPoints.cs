namespace Crm.Headless.Loyalty;

/// <summary>The rule of the programme: one point per whole currency unit of each purchase, each rounded down by itself.</summary>
static class LoyaltyPoints
{
    public static long WorthOf(Interaction interaction) => interaction switch
    {
        { Status: not InteractionStatus.Recorded } => 0,
        { Amount: { } amount } when interaction.Kind == InteractionKinds.Purchase => (long)decimal.Floor(amount),
        { Amount: { } amount } when interaction.Kind == InteractionKinds.Refund => -(long)decimal.Floor(amount),
        _ => 0,
    };

    public static bool Enrols(Interaction interaction) =>
        interaction.Kind == InteractionKinds.Purchase && interaction.Status != InteractionStatus.Voided;
}
