using Crm.Headless.GraphQL;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

[MutationType, Authorize("contacts:write")]
[Error<NotFoundException>, Error<TextTooLongException>, Error<UnreadableTextException>]
static class AffiliationMutations
{
    /// <summary>Adds a contact's place at an account. The same role at the same account is not added twice.</summary>
    [Error<TooManyException>, Error<InvalidDateException>]
    public static Task<Contact> AddAffiliationAsync(AddAffiliationInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.AddAffiliationAsync(input, ct);

    /// <summary>Changes what is given of an affiliation.</summary>
    [Error<InvalidDateException>]
    public static Task<Contact> UpdateAffiliationAsync(UpdateAffiliationInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.ChangeByAffiliationAsync(input.Id, (record, place, _) => input.Apply(record, place), ct);

    /// <summary>Removes an affiliation. When it was the primary one, another one that is still going on takes its place.</summary>
    public static Task<Contact> RemoveAffiliationAsync(RemoveAffiliationInput input, ContactCommands contacts, CancellationToken ct) =>
        contacts.ChangeByAffiliationAsync(input.Id, (record, place, _) => Affiliations.Remove(record, place), ct);
}

/// <summary>A further place at an account.</summary>
sealed record AddAffiliationInput : AffiliationInput
{
    /// <summary>The contact.</summary>
    [ID<Contact>]
    public Guid ContactId { get; init; }
}

/// <summary>What shall be different about an affiliation.</summary>
sealed record UpdateAffiliationInput
{
    /// <summary>The affiliation.</summary>
    [ID<Affiliation>]
    public Guid Id { get; init; }

    /// <summary>What the contact is there.</summary>
    public Optional<string?> Role { get; init; }

    /// <summary>True makes it the one that counts as the contact's account. To take that from it, give it to another one.</summary>
    public bool? Primary { get; init; }

    /// <summary>The first day.</summary>
    public Optional<DateOnly?> From { get; init; }

    /// <summary>The last day; null: still going on.</summary>
    public Optional<DateOnly?> To { get; init; }

    public void Apply(ContactRecord record, Affiliation place)
    {
        if (Role.HasValue) place.Role = Text.Optional(Role.Value, FieldPath.Input["role"], Text.Short);
        Affiliations.SetDays(place, From.Or(place.From), To.Or(place.To), FieldPath.Input);
        if (Primary == true) Affiliations.MakePrimary(record, place);
    }
}

/// <summary>The affiliation to remove.</summary>
sealed record RemoveAffiliationInput
{
    /// <summary>The affiliation.</summary>
    [ID<Affiliation>]
    public Guid Id { get; init; }
}
