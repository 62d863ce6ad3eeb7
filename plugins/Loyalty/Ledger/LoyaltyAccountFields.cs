using Crm.Headless.GraphQL;

namespace Crm.Headless.Loyalty;

/// <summary>What an account shows besides its own columns.</summary>
[ObjectType<LoyaltyAccount>]
static class LoyaltyAccountFields
{
    /// <summary>The contact that takes part.</summary>
    [Join(nameof(LoyaltyAccount.ContactId), nameof(Contact.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;

    /// <summary>The programme.</summary>
    [Join(nameof(LoyaltyAccount.ProgramId), nameof(LoyaltyProgram.Id)), UseSingleOrDefault, UseFiltering, UseSorting, AllowMembers]
    public static IQueryable<LoyaltyProgram> GetProgram(IQueryable<LoyaltyProgram> programs) => programs;

    /// <summary>The same member's account in another programme; null when it takes no part there.</summary>
    /// <param name="program">The programme's code.</param>
    [Join(nameof(LoyaltyAccount.ContactId), nameof(LoyaltyAccount.ContactId)), UseSingleOrDefault, AllowMembers]
    public static IQueryable<LoyaltyAccount> GetAccount(
        string program, IQueryable<LoyaltyAccount> accounts, IQueryable<LoyaltyProgram> programs) =>
        accounts.Where(account => programs.Any(row => row.Id == account.ProgramId && row.Code == program));

    /// <summary>The ledger, the latest transaction first.</summary>
    [Join(nameof(LoyaltyAccount.Id), nameof(LoyaltyTransaction.AccountId)), UsePaging, UseFiltering]
    [UseSorting(Default = ["Sequence DESC"]), AllowMembers]
    public static IQueryable<LoyaltyTransaction> GetLedger(IQueryable<LoyaltyTransaction> transactions) => transactions;

    /// <summary>The lots, the one that lapses first in front.</summary>
    [Join(nameof(LoyaltyAccount.Id), nameof(LoyaltyLot.AccountId)), UsePaging, UseFiltering]
    [UseSorting(Default = ["ExpiresAt ASC", "EarnedAt ASC"]), AllowMembers]
    public static IQueryable<LoyaltyLot> GetLots(IQueryable<LoyaltyLot> lots) => lots;

    /// <summary>The holds, the latest first.</summary>
    [Join(nameof(LoyaltyAccount.Id), nameof(LoyaltyHold.AccountId)), UsePaging, UseFiltering, UseSorting(Default = ["CreatedAt DESC"])]
    [AllowMembers]
    public static IQueryable<LoyaltyHold> GetHolds(IQueryable<LoyaltyHold> holds) => holds;

    /// <summary>Accounts by their keys.</summary>
    [NodeResolver, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAccount> GetLoyaltyAccount(IQueryable<LoyaltyAccount> accounts) => accounts;
}

/// <summary>What the plugin adds to a contact.</summary>
[ObjectType<Contact>]
static class LoyaltyContactFields
{
    /// <summary>The contact's part in the default loyalty programme; null when it isn't enrolled.</summary>
    [Join(nameof(Contact.Id), nameof(LoyaltyAccount.ContactId)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("loyalty:read")]
    [AllowMembers]
    public static IQueryable<LoyaltyAccount> GetLoyalty(IQueryable<LoyaltyAccount> accounts) =>
        accounts.Where(account => account.ProgramId == LoyaltyProgram.DefaultId && account.Status != LoyaltyAccountStatus.Closed);
}

/// <summary>The accounts of all who take part.</summary>
[QueryType]
static class LoyaltyAccountQueries
{
    /// <summary>The accounts of all who take part, in every programme.</summary>
    [UsePaging, UseFiltering, UseSorting, Authorize("loyalty:read")]
    public static IQueryable<LoyaltyAccount> GetLoyaltyAccounts(IQueryable<LoyaltyAccount> accounts) => accounts;
}
