using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Contacts;

[SubscriptionType, Authorize("contacts:read")]
static class ContactSubscriptions
{
    /// <summary>A contact whenever it was created or changed, as it is then.</summary>
    /// <param name="id">Only this contact; null: every one.</param>
    [Subscribe, Topic("contactChanged"), AllowMembers]
    public static Contact GetContactChanged([EventMessage] ContactChanged e, [ID<Contact>] Guid? id) => e.Contact;

    /// <summary>Two contacts whenever they were merged, because they are one person.</summary>
    /// <param name="id">Only merges into this contact; null: every one.</param>
    [Subscribe, Topic("contactMerged")]
    public static ContactsMerged GetContactMerged([EventMessage] ContactMerged e, [ID<Contact>] Guid? id) => new(e.Survivor, e.Merged.Id);

    /// <summary>Two contacts whenever a merge of them was undone.</summary>
    /// <param name="id">Only contacts that had been merged into this one; null: every one.</param>
    [Subscribe, Topic("contactUnmerged")]
    public static ContactsSeparated GetContactUnmerged([EventMessage] ContactUnmerged e, [ID<Contact>] Guid? id) => new(e.Survivor, e.Separated);

    /// <summary>A contact whenever its person was forgotten: copies of it have to go as well.</summary>
    /// <param name="id">Only this contact; null: every one.</param>
    [Subscribe, Topic("contactErased")]
    public static ContactForgotten GetContactErased([EventMessage] ContactErased e, [ID<Contact>] Guid? id) => new(e.ContactId);
}

/// <summary>Two contacts that are one person.</summary>
/// <param name="Survivor">The contact that goes on, as it is then.</param>
/// <param name="MergedId">The contact that leads to the survivor.</param>
sealed record ContactsMerged(Contact Survivor, [property: ID<Contact>] Guid MergedId);

/// <summary>Two contacts that had been merged and are two people after all.</summary>
/// <param name="Survivor">The contact that had gone on, as it is then.</param>
/// <param name="Separated">The contact that stands for itself again, as it is then.</param>
sealed record ContactsSeparated(Contact Survivor, Contact Separated);

/// <summary>A contact of a person who was forgotten.</summary>
/// <param name="ContactId">The id, all that is left.</param>
sealed record ContactForgotten([property: ID<Contact>] Guid ContactId);
