using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Interactions;

[QueryType, Authorize("interactions:read")]
static class InteractionQueries
{
    /// <summary>The revision with this id, whatever its status; null when there is none.</summary>
    [UseSingleOrDefault]
    public static IQueryable<Interaction> GetInteraction([ID<Interaction>] Guid id, IQueryable<Interaction> interactions) =>
        interactions.Where(interaction => interaction.Id == id);

    /// <summary>The interactions, latest first unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all revisions. What was superseded or voided is left out unless this asks for it.</param>
    [UsePaging, UseFiltering, UseSorting(Default = ["OccurredAt DESC"])]
    public static IQueryable<Interaction> GetInteractions(
        IQueryable<Interaction> interactions, [DefaultValue(InteractionStatus.Recorded)] InteractionStatus? status) =>
        interactions.InStatus(status);
}
