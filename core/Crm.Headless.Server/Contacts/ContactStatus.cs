namespace Crm.Headless.Server.Contacts;

static class ContactStatus
{
    public static IQueryable<Contact> InStatus(this IQueryable<Contact> contacts, RecordStatus? status) =>
        status is { } only ? contacts.Where(contact => contact.Status == only) : contacts;
}
