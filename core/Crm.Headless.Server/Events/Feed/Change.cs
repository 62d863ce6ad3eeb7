using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Events;

/// <summary>A change of a record, at one place of the feed.</summary>
[InterfaceType, GraphQLName("Change")]
public abstract class RecordChange
{
    /// <summary>What was done.</summary>
    public required ChangeKind Change { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// The global id of the record. All that is left of a record that was deleted: the change that says <c>DELETED</c> is its tombstone.
    /// </summary>
    [ID]
    public required string RecordId { get; init; }

    /// <summary>
    /// The API client that made the change. Whoever synchronizes in both directions leaves out the changes of his own client, or they
    /// would come back as an echo.
    /// </summary>
    public required string Client { get; init; }

    /// <summary>The user on whose behalf the client made the change; null when there was none.</summary>
    [ID<User>]
    public required Guid? UserId { get; init; }

    /// <summary>The place of the feed behind this change, to go on from here.</summary>
    public required string Position { get; init; }

    /// <summary>The key of the record.</summary>
    [GraphQLIgnore]
    public required Guid Key { get; init; }
}

/// <summary>A change of a contact, or of its points of contact, affiliations, identities or units.</summary>
public sealed class ContactChange : RecordChange
{
    /// <summary>The contact that was merged into this one (<c>MERGED</c>), or separated from it again (<c>UNMERGED</c>); null for other changes.</summary>
    [ID<Contact>]
    public required Guid? OtherId { get; init; }
}

/// <summary>A change of an account, or of its external ids or units.</summary>
public sealed class AccountChange : RecordChange;

/// <summary>An interaction was recorded (<c>CREATED</c>), or a new revision of it was (<c>UPDATED</c>).</summary>
public sealed class InteractionChange : RecordChange
{
    /// <summary>The revision that this one takes the place of; null for the first.</summary>
    [ID<Interaction>]
    public required Guid? PreviousId { get; init; }
}

[ObjectType<ContactChange>]
static class ContactChangeFields
{
    /// <summary>The contact as it is now, which later changes may have made; null when it was deleted.</summary>
    [Join(nameof(RecordChange.Key), nameof(Contact.Id)), UseSingleOrDefault, Authorize("contacts:read")]
    public static IQueryable<Contact> GetContact(IQueryable<Contact> contacts) => contacts;
}

[ObjectType<AccountChange>]
static class AccountChangeFields
{
    /// <summary>The account as it is now, which later changes may have made; null when it was deleted.</summary>
    [Join(nameof(RecordChange.Key), nameof(Account.Id)), UseSingleOrDefault, Authorize("accounts:read")]
    public static IQueryable<Account> GetAccount(IQueryable<Account> accounts) => accounts;
}

[ObjectType<InteractionChange>]
static class InteractionChangeFields
{
    /// <summary>The revision that was recorded; null when it was deleted.</summary>
    [Join(nameof(RecordChange.Key), nameof(Interaction.Id)), UseSingleOrDefault, Authorize("interactions:read")]
    public static IQueryable<Interaction> GetInteraction(IQueryable<Interaction> interactions) => interactions;
}
