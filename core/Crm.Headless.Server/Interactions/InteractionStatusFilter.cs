namespace Crm.Headless.Server.Interactions;

static class InteractionStatusFilter
{
    public static IQueryable<Interaction> InStatus(this IQueryable<Interaction> interactions, InteractionStatus? status) =>
        status is { } only ? interactions.Where(interaction => interaction.Status == only) : interactions;
}
