using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

[ObjectType<Interaction>, Authorize("interactions:read")]
static class InteractionFields
{
    [NodeResolver]
    public static IQueryable<Interaction> GetNode(IQueryable<Interaction> interactions) => interactions;

    /// <summary>The contact that it is about; null when it is about an account only.</summary>
    [Join(nameof(Interaction.ContactId), nameof(Contact.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;

    /// <summary>The account that it is about; null when there is none.</summary>
    [Join(nameof(Interaction.AccountId), nameof(Account.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("accounts:read")]
    public static IQueryable<Account> GetAccount(IQueryable<Account> accounts) => accounts;

    /// <summary>The unit where it happened; null when unknown.</summary>
    [Join(nameof(Interaction.UnitId), nameof(Unit.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("units:read")]
    public static IQueryable<Unit> GetUnit(IQueryable<Unit> units) => units;

    /// <summary>The user who acted for the business; null when nobody did.</summary>
    [Join(nameof(Interaction.ActorId), nameof(User.Id)), UseSingleOrDefault, UseFiltering, UseSorting, Authorize("users:read")]
    public static IQueryable<User> GetActor(IQueryable<User> users) => users;

    /// <summary>The lines of a purchase, refund, quote or contract, in their order; at most 500.</summary>
    [Join(nameof(Interaction.Id), nameof(InteractionLine.InteractionId)), UseFiltering, UseSorting(Default = ["Position"]), ListSize(Limit.Lines)]
    [AllowMembers]
    public static IQueryable<InteractionLine> GetLines(IQueryable<InteractionLine> lines) => lines;

    /// <summary>Who took part, besides the contact that it is about; at most 100.</summary>
    [Join(nameof(Interaction.Id), nameof(InteractionParticipant.InteractionId)), UseFiltering, ListSize(Limit.Participants)]
    public static IQueryable<InteractionParticipant> GetParticipants(IQueryable<InteractionParticipant> participants) => participants;

    /// <summary>The first revision; the interaction itself when it is the first.</summary>
    [Join(nameof(Interaction.OriginalId), nameof(Interaction.Id)), UseSingleOrDefault]
    public static IQueryable<Interaction> GetOriginal(IQueryable<Interaction> interactions) => interactions;

    /// <summary>The revision that took its place; null: this is the latest one.</summary>
    [Join(nameof(Interaction.SupersededById), nameof(Interaction.Id)), UseSingleOrDefault]
    public static IQueryable<Interaction> GetSupersededBy(IQueryable<Interaction> interactions) => interactions;

    /// <summary>All revisions of the same fact, this one included, the first one first.</summary>
    [Join(nameof(Interaction.OriginalId), nameof(Interaction.OriginalId)), UsePaging, UseSorting(Default = ["Revision"])]
    public static IQueryable<Interaction> GetRevisions(IQueryable<Interaction> interactions) => interactions;
}

[ObjectType<InteractionLine>, Authorize("interactions:read")]
static class InteractionLineFields
{
    /// <summary>The purchase's line that this line of a refund takes back; null otherwise.</summary>
    [Join(nameof(InteractionLine.ReversesLineId), nameof(InteractionLine.Id)), UseSingleOrDefault, UseFiltering]
    public static IQueryable<InteractionLine> GetReverses(IQueryable<InteractionLine> lines) => lines;

    /// <summary>The interaction that it is a line of.</summary>
    [Join(nameof(InteractionLine.InteractionId), nameof(Interaction.Id)), UseSingleOrDefault]
    public static IQueryable<Interaction> GetInteraction(IQueryable<Interaction> interactions) => interactions;
}

[ObjectType<InteractionParticipant>, Authorize("interactions:read")]
static class InteractionParticipantFields
{
    /// <summary>The contact; null: a user.</summary>
    [Join(nameof(InteractionParticipant.ContactId), nameof(Contact.Id)), UseSingleOrDefault, UseFiltering, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;

    /// <summary>The user; null: a contact.</summary>
    [Join(nameof(InteractionParticipant.UserId), nameof(User.Id)), UseSingleOrDefault, UseFiltering, Authorize("users:read")]
    public static IQueryable<User> GetUser(IQueryable<User> users) => users;
}
