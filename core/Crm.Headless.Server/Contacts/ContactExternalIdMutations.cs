using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

[MutationType, Authorize("contacts:write")]
[Error<NotFoundException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
static class ContactExternalIdMutations
{
    /// <summary>Says which key a contact has in another system. Refused when another contact has this key.</summary>
    [Error<ExternalIdInUseException>, Error<TooManyException>]
    public static Task<Contact> AddContactExternalIdAsync(AddContactExternalIdInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.AddExternalIdAsync(input.ContactId, input.ExternalId, ct);

    /// <summary>Takes a key in another system from a contact, so that another one can have it.</summary>
    public static Task<Contact> RemoveContactExternalIdAsync(RemoveContactExternalIdInput input, ContactCommands contacts, CancellationToken ct)
    {
        var key = input.ExternalId.Read(FieldPath.Input["externalId"]);
        return contacts.ChangeAsync(input.ContactId, "contactId", (record, _) =>
        {
            var id = record.ExternalIds.Find(id => ExternalKey.Of(id) == key);
            record.Remove(record.ExternalIds, id ?? throw new NotFoundException(FieldPath.Input["externalId"], nameof(ExternalId), key.ToString()));
        }, ct);
    }
}

/// <summary>A further key of a contact in another system.</summary>
sealed record AddContactExternalIdInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid ContactId { get; init; }

    /// <summary>The key.</summary>
    public required ExternalIdInput ExternalId { get; init; }
}

/// <summary>The key to take from a contact.</summary>
sealed record RemoveContactExternalIdInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid ContactId { get; init; }

    /// <summary>The key.</summary>
    public required ExternalIdInput ExternalId { get; init; }
}
