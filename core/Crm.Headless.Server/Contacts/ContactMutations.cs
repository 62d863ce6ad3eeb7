using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Contacts;

[MutationType, Authorize("contacts:write")]
[Error<NotFoundException>, Error<TextTooLongException>, Error<UnreadableTextException>]
[Error<TooManyException>, Error<PersonalDataRefusedException>]
static class ContactMutations
{
    /// <summary>Creates a contact. Equal email addresses and phone numbers are allowed: see <c>duplicateCandidates</c>.</summary>
    [Error<BlankException>, Error<InvalidEmailException>, Error<InvalidPhoneException>]
    [Error<InvalidDateException>, Error<InvalidLanguageException>, Error<UnknownTimeZoneException>, Error<IdentityInUseException>]
    [Error<ExternalIdInUseException>, Error<UnitMissingException>]
    public static Task<Contact> CreateContactAsync(CreateContactInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.CreateAsync(input, ct);

    /// <summary>Changes what is given of a contact, and leaves the rest as it is.</summary>
    [Error<BlankException>, Error<InvalidEmailException>, Error<InvalidPhoneException>]
    [Error<InvalidDateException>, Error<InvalidLanguageException>, Error<UnknownTimeZoneException>, Error<VersionConflictException>]
    public static Task<Contact> UpdateContactAsync(UpdateContactInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.UpdateAsync(input, ct);

    /// <summary>Puts a contact away: it keeps its history, and lists leave it out. An archived one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<Contact> ArchiveContactAsync(ArchiveContactInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.SetStatusAsync(input.Id, input.Version, RecordStatus.Archived, ct);

    /// <summary>Takes an archived contact out again. An active one stays as it is.</summary>
    [Error<VersionConflictException>]
    public static Task<Contact> RestoreContactAsync(RestoreContactInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.SetStatusAsync(input.Id, input.Version, RecordStatus.Active, ct);
}

/// <summary>A new contact. At least a name, an email address, a phone number, or a key in another system is needed.</summary>
sealed record CreateContactInput : WholeContactInput
{
    /// <summary>Where the contact comes from, such as "web" or "northwind".</summary>
    public string? Source { get; init; }

    /// <summary>Its keys in other systems.</summary>
    public IReadOnlyList<ExternalIdInput>? ExternalIds { get; init; }
}

/// <summary>What shall be different about a contact.</summary>
sealed record UpdateContactInput : ContactInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: the change is refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>The contact to put away.</summary>
sealed record ArchiveContactInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}

/// <summary>The contact to take out again.</summary>
sealed record RestoreContactInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid Id { get; init; }

    /// <summary>The version that you saw: refused if there is a newer one. Null: whatever the version.</summary>
    public int? Version { get; init; }
}
