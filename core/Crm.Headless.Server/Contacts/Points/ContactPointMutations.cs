using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Contacts;

[MutationType, Authorize("contacts:write")]
[Error<NotFoundException>, Error<BlankException>, Error<TextTooLongException>, Error<UnreadableTextException>]
[Error<InvalidEmailException>, Error<InvalidPhoneException>, Error<PersonalDataRefusedException>]
static class ContactPointMutations
{
    /// <summary>Adds a way to reach a contact. One that the contact has already is not added twice.</summary>
    [Error<TooManyException>]
    public static Task<Contact> AddContactPointAsync(AddContactPointInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.ChangeAsync(input.ContactId, "contactId", (record, now) => ContactPoints.Add(record, input, FieldPath.Input, now), ct);

    /// <summary>Changes what is given of a contact point. A new value is not verified unless the change says so.</summary>
    public static Task<Contact> UpdateContactPointAsync(UpdateContactPointInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.ChangeByPointAsync(input.Id, (record, point, now) => input.Apply(record, point, now), ct);

    /// <summary>Removes a contact point. When it was the primary one, the oldest other one of its kind takes its place.</summary>
    public static Task<Contact> RemoveContactPointAsync(RemoveContactPointInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.ChangeByPointAsync(input.Id, (record, point, _) => ContactPoints.Remove(record, point), ct);
}

/// <summary>A further way to reach a contact.</summary>
sealed record AddContactPointInput : ContactPointInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid ContactId { get; init; }
}

/// <summary>What shall be different about a contact point.</summary>
sealed record UpdateContactPointInput
{
    /// <summary>The contact point.</summary>
    [ID<ContactPoint>]
    public Guid Id { get; init; }

    /// <summary>The email address, the phone number, or the postal address as one line.</summary>
    public Optional<string> Value { get; init; }

    /// <summary>The parts of a postal address; not for the other kinds.</summary>
    public Optional<PostalAddressInput> Address { get; init; }

    /// <summary>What it is used for.</summary>
    public Optional<string?> Label { get; init; }

    /// <summary>Whether it was proved to belong to the contact.</summary>
    public bool? Verified { get; init; }

    /// <summary>True makes it the first choice among those of its kind. To take that from it, give it to another one.</summary>
    public bool? Primary { get; init; }

    public void Apply(ContactRecord record, ContactPoint point, DateTimeOffset now)
    {
        if (Value.HasValue || Address.HasValue)
        {
            record.RequireSight(FieldPath.Input["value"]);
            Say(point);
        }
        if (Label.HasValue) point.Label = Text.Optional(Label.Value, FieldPath.Input["label"], Text.Short);
        if (Verified is { } verified) point.VerifiedAt = verified ? point.VerifiedAt ?? now : null;
        if (Primary == true) ContactPoints.MakePrimary(record, point);
        else ContactPoints.Copy(record);
    }

    void Say(ContactPoint point)
    {
        // The line of an address follows its parts unless it is given itself.
        var line = Value.HasValue ? Value.Value : Address.HasValue ? null : point.Value;
        var value = PointValue.Read(point.Kind, line, Address.Value, FieldPath.Input);
        if (!value.IsSaidBy(point)) point.VerifiedAt = null;
        ContactPoints.Say(point, value);
    }
}

/// <summary>The contact point to remove.</summary>
sealed record RemoveContactPointInput
{
    /// <summary>The contact point.</summary>
    [ID<ContactPoint>]
    public Guid Id { get; init; }
}
