using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Contacts;

[SubscriptionType, Authorize("contacts:read")]
static class ContactSubscriptions
{
    /// <summary>A contact whenever it was created or changed, as it is then.</summary>
    /// <param name="id">Only this contact; null: every one.</param>
    [Subscribe, Topic("contactChanged"), AllowMembers]
    public static Contact GetContactChanged([EventMessage] ContactChanged e, [ID<Contact>] Guid? id) => e.Contact;
}
