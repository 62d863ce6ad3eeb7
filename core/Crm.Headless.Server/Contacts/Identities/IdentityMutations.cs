using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Contacts;

[MutationType, Authorize("contacts:write")]
[Error<NotFoundException>, Error<PersonalDataRefusedException>]
static class IdentityMutations
{
    /// <summary>Says how another system knows a contact. Refused when another contact has this identity.</summary>
    [Error<IdentityInUseException>, Error<TooManyException>]
    [Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
    public static Task<Contact> AddIdentityAsync(AddIdentityInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.AddIdentityAsync(input, ct);

    /// <summary>Takes an identity from its contact, so that another one can have it.</summary>
    public static Task<Contact> RemoveIdentityAsync(RemoveIdentityInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.ChangeByIdentityAsync(input.Id, (record, identity, _) => record.Remove(record.Identities, identity), ct);
}

/// <summary>A further identity of a contact.</summary>
sealed record AddIdentityInput : IdentityInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid ContactId { get; init; }
}

/// <summary>The identity to take away.</summary>
sealed record RemoveIdentityInput
{
    /// <summary>The identity.</summary>
    [ID<Identity>]
    public Guid Id { get; init; }
}
