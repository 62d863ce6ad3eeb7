using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Units;

namespace Crm.Headless.Server.Contacts;

/// <summary>What a client says about a contact, with all keys in it read, so that they can be looked up for many drafts at once.</summary>
sealed class ContactDraft
{
    public ContactDraft(ContactInput input, FieldPath at, IReadOnlyList<ExternalIdInput>? externalIds = null)
    {
        (Input, At) = (input, at);
        Units = input.Units.HasValue ? [.. input.Units.Value.Select((unit, i) => unit.Read(at["units"][i]))] : null;
        Keys = [.. (externalIds ?? []).Select((id, i) => id.Read(at["externalIds"][i]))];
        if (input is not WholeContactInput whole) return;
        Points = whole.ContactPoints ?? [];
        Affiliations = [.. (whole.Affiliations ?? []).Select((place, i) => (place, place.Account.Read(at["affiliations"][i]["account"])))];
        Identities = [.. (whole.Identities ?? []).Select((identity, i) => identity.Read(at["identities"][i]))];
    }

    public ContactInput Input { get; }

    /// <summary>Something that tells about the person.</summary>
    public bool SaysPersonalData =>
        Input.GivenName.HasValue || Input.FamilyName.HasValue || Input.DisplayName.HasValue || Input.JobTitle.HasValue || Input.BirthDate.HasValue
        || Input.Email is not null || Input.Phone is not null || Points.Count > 0 || Identities.Count > 0;

    public FieldPath At { get; }

    /// <summary>Null: they stay as they are.</summary>
    public IReadOnlyList<UnitRef>? Units { get; }
    public IReadOnlyList<ExternalKey> Keys { get; init; }
    public IReadOnlyList<ContactPointInput> Points { get; } = [];
    public IReadOnlyList<(AffiliationInput Place, AccountRef Account)> Affiliations { get; } = [];
    public IReadOnlyList<IdentityKey> Identities { get; } = [];
}
