using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Interactions;

[SubscriptionType, Authorize("interactions:read")]
static class InteractionSubscriptions
{
    /// <summary>An interaction whenever one was recorded for the first time.</summary>
    /// <param name="contactId">Only those about this contact; null: about every one.</param>
    /// <param name="accountId">Only those about this account; null: about every one.</param>
    [Subscribe, Topic("interactionRecorded"), AllowMembers]
    public static Interaction GetInteractionRecorded(
        [EventMessage] InteractionRecorded e, [ID<Contact>] Guid? contactId, [ID<Account>, AllowMembers(false)] Guid? accountId) =>
        e.Interaction;
}
