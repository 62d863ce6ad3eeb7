using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

/// <summary>The rules of affiliations: one is primary, and its account counts as the contact's.</summary>
static class Affiliations
{
    /// <summary>Adds it, or finds the one in the same role at the same account that the contact has already.</summary>
    public static Affiliation Put(ContactRecord record, Guid accountId, AffiliationInput input, FieldPath at, DateTimeOffset now)
    {
        var role = Text.Optional(input.Role, at["role"], Text.Short);
        var place = record.Affiliations.Find(other => other.AccountId == accountId && other.Role == role);
        var makePrimary = input.Primary == true;
        if (place is null)
        {
            Limit.Check(record.Affiliations.Count + 1, Limit.PerRecord, at);
            place = new Affiliation { Id = Guid.CreateVersion7(now), ContactId = record.Id, AccountId = accountId, Role = role };
            makePrimary |= record.Affiliations.Count == 0;
            record.Add(record.Affiliations, place);
        }
        SetDays(place, input.From ?? place.From, input.To ?? place.To, at);
        if (makePrimary) MakePrimary(record, place);
        return place;
    }

    public static void SetDays(Affiliation place, DateOnly? from, DateOnly? to, FieldPath at)
    {
        if (to < from) throw new InvalidDateException(at["to"], $"{to:yyyy-MM-dd} is before the first day, {from:yyyy-MM-dd}. Change one of them.");
        (place.From, place.To) = (from, to);
    }

    public static void MakePrimary(ContactRecord record, Affiliation place)
    {
        foreach (var other in record.Affiliations) other.Primary = other == place;
        record.Contact.AccountId = place.AccountId;
    }

    public static void Remove(ContactRecord record, Affiliation place)
    {
        record.Remove(record.Affiliations, place);
        if (!place.Primary) return;
        var next = record.Affiliations.Find(other => other.To is null) ?? record.Affiliations.FirstOrDefault();
        if (next is not null) MakePrimary(record, next);
        else record.Contact.AccountId = null;
    }
}
