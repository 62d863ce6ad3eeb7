using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts;

/// <summary>Which contacts the identities of a request belong to: one statement per provider and issuer, however many.</summary>
sealed class Identities
{
    readonly Dictionary<IdentityKey, Guid> _contacts = [];
    IReadOnlySet<Guid> _hidden = new HashSet<Guid>();
    bool _isBlind;

    public static async Task<Identities> LoadAsync(CrmDb db, IEnumerable<IdentityKey> keys, CancellationToken ct)
    {
        var identities = new Identities { _isBlind = db.IsBlind() };
        foreach (var group in keys.Distinct().GroupBy(key => (key.Provider, key.Issuer), key => key.Subject))
        {
            var ((provider, issuer), subjects) = (group.Key, group.ToArray());
            var found = await db.Set<Identity>()
                .Where(x => x.Provider == provider && x.Issuer == issuer && EF.Parameter(subjects).Contains(x.Subject))
                .Select(x => new { x.Subject, x.ContactId }).ToListAsync(ct);
            foreach (var row in found) identities._contacts[new(provider, issuer, row.Subject)] = row.ContactId;
        }
        identities._hidden = await db.HiddenAsync<Contact>(identities._contacts.Values, ct);
        return identities;
    }

    /// <summary>The contacts that have one of the identities, hidden or not.</summary>
    public IEnumerable<Guid> Contacts => _contacts.Values;

    /// <summary>The contact that the actor sees under this identity; null when there is none.</summary>
    /// <exception cref="PersonalDataRefusedException">The actor may not know who has which identity.</exception>
    public Guid? Find(IdentityKey key, FieldPath at) => _isBlind ? throw new PersonalDataRefusedException(at) : Find(key);

    Guid? Find(IdentityKey key) => HolderOf(key) is { } contact && !_hidden.Contains(contact) ? contact : null;

    /// <summary>Gives the contact an identity, unless another contact has it.</summary>
    public void Put(ContactRecord record, IdentityKey key, FieldPath at, DateTimeOffset now)
    {
        if (_isBlind) throw new PersonalDataRefusedException(at);
        if (HolderOf(key) is { } holder && holder != record.Id)
            throw new IdentityInUseException(at, key, _hidden.Contains(holder) ? null : holder);
        if (record.Identities.Exists(other => IdentityKey.Of(other) == key)) return;
        Limit.Check(record.Identities.Count + 1, Limit.PerRecord, at);
        record.Add(record.Identities, new Identity
        {
            Id = Guid.CreateVersion7(now),
            ContactId = record.Id,
            Provider = key.Provider,
            Issuer = key.Issuer,
            Subject = key.Subject,
            CreatedAt = now,
        });
    }

    /// <summary>Lets the rows that follow know what this contact has.</summary>
    public void Remember(ContactRecord record)
    {
        foreach (var identity in record.Identities) _contacts[IdentityKey.Of(identity)] = record.Id;
    }

    Guid? HolderOf(IdentityKey key) => _contacts.TryGetValue(key, out var contact) ? contact : null;
}

/// <summary>Another contact has this identity.</summary>
sealed class IdentityInUseException(FieldPath field, IdentityKey key, Guid? contactId) : InputException("IDENTITY_IN_USE", field,
    contactId is null
        ? $"The identity \"{key}\" belongs to another contact, which you don't see. Ask somebody who sees the whole organisation."
        : $"The identity \"{key}\" belongs to another contact, named in contactId. If both are the same person, change that contact instead; "
            + "otherwise take the identity from it with removeIdentity first.")
{
    /// <summary>The contact that has the identity; null: one that you don't see.</summary>
    [ID<Contact>]
    public Guid? ContactId { get; } = contactId;
}
