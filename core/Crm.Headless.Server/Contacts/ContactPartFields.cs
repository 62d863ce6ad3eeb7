using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Contacts;

[ObjectType<Affiliation>]
static class AffiliationFields
{
    /// <summary>The contact.</summary>
    [Join(nameof(Affiliation.ContactId), nameof(Contact.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;

    /// <summary>The account.</summary>
    [Join(nameof(Affiliation.AccountId), nameof(Account.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("accounts:read")]
    public static IQueryable<Account> GetAccount(IQueryable<Account> accounts) => accounts;
}
