using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts;

/// <summary>Changes contacts, each in one transaction together with its event.</summary>
sealed class ContactCommands(Writer writer, TimeProvider clock)
{
    public Task<Contact> CreateAsync(CreateContactInput input, CancellationToken ct)
    {
        var draft = new ContactDraft(input, FieldPath.Input, input.ExternalIds);
        var source = Text.Optional(input.Source, FieldPath.Input["source"], Text.Short);
        return writer.CommitAsync(async (db, ct) =>
        {
            var now = clock.Now();
            var changes = await ContactChanges.LoadAsync(db, [draft], now, ct);
            var record = ContactRecord.New(db, source, now);
            changes.Apply(record, draft);
            record.Finish(now);
            return record.Contact;
        }, ct);
    }

    public Task<Contact> UpdateAsync(UpdateContactInput input, CancellationToken ct)
    {
        var draft = new ContactDraft(input, FieldPath.Input);
        return writer.CommitAsync(async (db, ct) =>
        {
            var now = clock.Now();
            var record = await ContactRecords.LoadAsync(db, input.Id, FieldPath.Input["id"], ct);
            VersionConflictException.ThrowIf(input.Version, record.Contact.Version);
            var changes = await ContactChanges.LoadAsync(db, [draft], now, ct);
            changes.Apply(record, draft);
            record.Finish(now);
            return record.Contact;
        }, ct);
    }

    public Task<Contact> SetStatusAsync(Guid id, int? version, RecordStatus status, CancellationToken ct) => writer.CommitAsync(async (db, ct) =>
    {
        var record = await ContactRecords.LoadAsync(db, id, FieldPath.Input["id"], ct);
        VersionConflictException.ThrowIf(version, record.Contact.Version);
        record.Contact.Status = status;
        record.Finish(clock.Now(), status == RecordStatus.Archived ? ChangeKind.Archived : ChangeKind.Restored);
        return record.Contact;
    }, ct);

    public Task<Contact> ChangeAsync(Guid id, string field, Action<ContactRecord, DateTimeOffset> change, CancellationToken ct) =>
        ChangeAsync(id, field, (_, record, now, _) =>
        {
            change(record, now);
            return Task.CompletedTask;
        }, ct);

    public Task<Contact> AddAffiliationAsync(AddAffiliationInput input, CancellationToken ct)
    {
        var account = input.Account.Read(FieldPath.Input["account"]);
        return ChangeAsync(input.ContactId, "contactId", async (db, record, now, ct) =>
        {
            var accounts = await AccountReferences.LoadAsync(db, [account], [], ct);
            Affiliations.Put(record, accounts.Get(account), input, FieldPath.Input, now);
        }, ct);
    }

    public Task<Contact> AddIdentityAsync(AddIdentityInput input, CancellationToken ct)
    {
        var key = input.Read(FieldPath.Input);
        return ChangeAsync(input.ContactId, "contactId", async (db, record, now, ct) =>
            (await Identities.LoadAsync(db, [key], ct)).Put(record, key, FieldPath.Input["subject"], now), ct);
    }

    public Task<Contact> AddExternalIdAsync(Guid id, ExternalIdInput input, CancellationToken ct)
    {
        var key = input.Read(FieldPath.Input["externalId"]);
        var draft = new ContactDraft(new UpdateContactInput(), FieldPath.Input) { Keys = [key] };
        return ChangeAsync(id, "contactId", async (db, record, now, ct) =>
            (await ContactChanges.LoadAsync(db, [draft], now, ct)).PutKey(record, key, FieldPath.Input["externalId"]), ct);
    }

    public Task<Contact> ChangeByPointAsync(Guid id, Action<ContactRecord, ContactPoint, DateTimeOffset> change, CancellationToken ct) =>
        ChangePartAsync(db => db.Seen<ContactPoint>().Where(x => x.Id == id).Select(x => x.ContactId), record => record.Points.Find(x => x.Id == id),
            id, change, ct);

    public Task<Contact> ChangeByAffiliationAsync(Guid id, Action<ContactRecord, Affiliation, DateTimeOffset> change, CancellationToken ct) =>
        ChangePartAsync(db => db.Seen<Affiliation>().Where(x => x.Id == id).Select(x => x.ContactId), record => record.Affiliations.Find(x => x.Id == id),
            id, change, ct);

    public Task<Contact> ChangeByIdentityAsync(Guid id, Action<ContactRecord, Identity, DateTimeOffset> change, CancellationToken ct) =>
        ChangePartAsync(db => db.Seen<Identity>().Where(x => x.Id == id).Select(x => x.ContactId), record => record.Identities.Find(x => x.Id == id),
            id, change, ct);

    Task<Contact> ChangePartAsync<T>(
        Func<CrmDb, IQueryable<Guid>> holder, Func<ContactRecord, T?> part, Guid id, Action<ContactRecord, T, DateTimeOffset> change, CancellationToken ct)
        where T : class => writer.CommitAsync(async (db, ct) =>
    {
        var at = FieldPath.Input["id"];
        var contactId = await holder(db).SingleOrDefaultAsync(ct);
        if (contactId == default) throw new NotFoundException(at, typeof(T).Name, id);
        var record = await ContactRecords.LoadAsync(db, contactId, at, ct);
        var now = clock.Now();
        change(record, part(record) ?? throw new NotFoundException(at, typeof(T).Name, id), now);
        record.Finish(now);
        return record.Contact;
    }, ct);

    Task<Contact> ChangeAsync(Guid id, string field, Func<CrmDb, ContactRecord, DateTimeOffset, CancellationToken, Task> change, CancellationToken ct) =>
        writer.CommitAsync(async (db, ct) =>
        {
            var record = await ContactRecords.LoadAsync(db, id, FieldPath.Input[field], ct);
            var now = clock.Now();
            await change(db, record, now, ct);
            record.Finish(now);
            return record.Contact;
        }, ct);
}
