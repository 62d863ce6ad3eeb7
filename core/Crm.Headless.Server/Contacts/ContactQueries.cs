using Crm.Headless.GraphQL;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Contacts;

[QueryType, Authorize("contacts:read")]
static class ContactQueries
{
    /// <summary>The contact with this id, archived or not; of one that was merged into another, that one. Null when there is none.</summary>
    [UseSingleOrDefault]
    public static IQueryable<Contact> GetContact([ID<Contact>] Guid id, IQueryable<Contact> contacts) =>
        contacts.Where(contact => contact.Id == (contacts.Where(merged => merged.Id == id).Select(merged => merged.MergedIntoId).FirstOrDefault() ?? id));

    /// <summary>The contact who is signed in, in a storefront or mini-program; null for everybody else.</summary>
    [UseSingleOrDefault, AllowMembers]
    public static IQueryable<Contact> GetMe(Actor actor, IQueryable<Contact> contacts) => contacts.Where(contact => contact.Id == actor.ContactId);

    /// <summary>The contacts, newest first unless ordered otherwise.</summary>
    /// <param name="status">Only those in this status; null: all. Archived ones are left out unless this asks for them.</param>
    [UsePaging, UseFiltering, UseSorting(Default = ["CreatedAt DESC"])]
    public static IQueryable<Contact> GetContacts(
        IQueryable<Contact> contacts, [DefaultValue(RecordStatus.Active)] RecordStatus? status) =>
        contacts.Where(contact => contact.MergedIntoId == null).InStatus(status);
}
