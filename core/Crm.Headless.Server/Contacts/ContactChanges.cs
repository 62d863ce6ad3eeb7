using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Contacts;

/// <summary>Brings drafts into contacts. All that the drafts refer to is looked up before the first one.</summary>
sealed class ContactChanges(
    AccountReferences accounts, UnitReferences units, HomeUnit home, UserReferences users, ExternalIds keys, Identities identities,
    DateTimeOffset now)
{
    public static async Task<ContactChanges> LoadAsync(CrmDb db, IReadOnlyCollection<ContactDraft> drafts, DateTimeOffset now, CancellationToken ct) => new(
        await AccountReferences.LoadAsync(db, [.. drafts.SelectMany(draft => draft.Affiliations).Select(place => place.Account)], [], ct),
        await UnitReferences.LoadAsync(db, [.. drafts.SelectMany(draft => draft.Units ?? [])], ct),
        new(db),
        await UserReferences.LoadAsync(db, drafts.Select(draft => draft.Input.OwnerId.Value), ct),
        await ExternalIds.OfContactsAsync(db, drafts.SelectMany(draft => draft.Keys), ct),
        await Identities.LoadAsync(db, drafts.SelectMany(draft => draft.Identities), ct),
        now);

    public ExternalIds Keys => keys;

    /// <exception cref="CrmException">Something of the draft can't be taken; the record may then be half changed.</exception>
    public void Apply(ContactRecord record, ContactDraft draft)
    {
        var nameBefore = ContactName.For(record);
        var (input, at) = (draft.Input, draft.At);
        if (draft.SaysPersonalData) record.RequireSight(at);
        ApplyDetails(record.Contact, input, at);
        ApplyPoints(record, draft);
        foreach (var ((place, account), i) in draft.Affiliations.Select((place, i) => (place, i)))
            Affiliations.Put(record, accounts.Get(account), place, at["affiliations"][i], now);
        foreach (var (key, i) in draft.Identities.Select((key, i) => (key, i))) identities.Put(record, key, at["identities"][i], now);
        foreach (var (key, i) in draft.Keys.Select((key, i) => (key, i))) PutKey(record, key, at["externalIds"][i]);
        if (draft.Units is not null) SetUnits(record, [.. draft.Units.Select(units.Get)], at["units"]);
        if (record.IsNew && record.Units.Count == 0 && home.For(at["units"]) is { } unit) SetUnits(record, [unit], at["units"]);
        ApplyDisplayName(record, input.DisplayName.Value, nameBefore, at["displayName"]);
        keys.Remember(record.Id, record.ExternalIds);
        identities.Remember(record);
    }

    void ApplyDetails(Contact contact, ContactInput input, FieldPath at)
    {
        if (input.GivenName.HasValue) contact.GivenName = Text.Optional(input.GivenName.Value, at["givenName"], Text.Name);
        if (input.FamilyName.HasValue) contact.FamilyName = Text.Optional(input.FamilyName.Value, at["familyName"], Text.Name);
        if (input.JobTitle.HasValue) contact.JobTitle = Text.Optional(input.JobTitle.Value, at["jobTitle"], Text.Name);
        if (input.BirthDate.HasValue) contact.BirthDate = input.BirthDate.Value?.Read(at["birthDate"], now);
        if (input.Language.HasValue) contact.Language = Languages.Read(input.Language.Value, at["language"]);
        if (input.TimeZone.HasValue) contact.TimeZone = TimeZones.Read(input.TimeZone.Value, at["timeZone"]);
        if (input.OwnerId.HasValue) contact.OwnerId = users.Get(input.OwnerId.Value, at["ownerId"]);
    }

    void ApplyPoints(ContactRecord record, ContactDraft draft)
    {
        var (input, at) = (draft.Input, draft.At);
        if (input.Email is not null)
            ContactPoints.Put(record, PointValue.Email(Emails.Read(input.Email, at["email"])), makePrimary: true, at["email"], now);
        if (input.Phone is not null)
            ContactPoints.Put(record, PointValue.Phone(Phones.Read(input.Phone, at["phone"])), makePrimary: true, at["phone"], now);
        for (var i = 0; i < draft.Points.Count; i++) ContactPoints.Add(record, draft.Points[i], at["contactPoints"][i], now);
    }

    void ApplyDisplayName(ContactRecord record, string? given, string? nameBefore, FieldPath at)
    {
        var contact = record.Contact;
        if (Text.Optional(given, at, Text.Name) is { } name) contact.DisplayName = name;
        else if (record.IsNew || contact.DisplayName == nameBefore) contact.DisplayName = ContactName.For(record) ?? throw new BlankException(at);
    }

    void SetUnits(ContactRecord record, IReadOnlyList<Guid> wanted, FieldPath at) => UnitMemberships.Set(
        record.Units,
        wanted,
        unit => record.Add(record.Units, new() { Id = Guid.CreateVersion7(now), UnitId = unit, ContactId = record.Id }),
        membership => record.Remove(record.Units, membership),
        at);

    public void PutKey(ContactRecord record, ExternalKey key, FieldPath at) => keys.Put(
        record.ExternalIds,
        new() { Id = Guid.CreateVersion7(now), ContactId = record.Id, Source = key.Source, Value = key.Value },
        row => record.Add(record.ExternalIds, row),
        at);
}
