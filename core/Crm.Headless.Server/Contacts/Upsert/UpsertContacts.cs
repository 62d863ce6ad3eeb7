using Crm.Headless.GraphQL;
using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Contacts;

[MutationType, Authorize("contacts:write")]
static class UpsertContacts
{
    /// <summary>
    /// Creates or changes up to 1,000 contacts of another system, found by source and external id, so that it can be repeated
    /// without doubling anything. A row that is refused has its error; the others are taken all the same.
    /// </summary>
    [Error<TooManyException>, Cost(50)]
    public static Task<UpsertContactsPayload> UpsertContactsAsync(UpsertContactsInput input, ContactUpserts upserts, CancellationToken ct) =>
        upserts.RunAsync(input, ct);
}

/// <summary>Contacts of another system.</summary>
sealed record UpsertContactsInput
{
    /// <summary>At most 1,000.</summary>
    public required IReadOnlyList<UpsertContactInput> Contacts { get; init; }
}

/// <summary>A contact of another system. What isn't given stays as it is; what is listed is added unless the contact has it already.</summary>
sealed record UpsertContactInput : WholeContactInput
{
    /// <summary>The other system, such as "erp"; of a new contact also where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>The contact's key there.</summary>
    public required string ExternalId { get; init; }
}

/// <summary>What became of the contacts.</summary>
/// <param name="Rows">One per row, in their order.</param>
/// <param name="Created">How many are new.</param>
/// <param name="Updated">How many were there and changed.</param>
/// <param name="Unchanged">How many were there and said nothing new.</param>
/// <param name="Refused">How many have an error.</param>
sealed record UpsertContactsPayload(IReadOnlyList<UpsertContactsRow> Rows, int Created, int Updated, int Unchanged, int Refused);

/// <summary>What became of a contact.</summary>
/// <param name="Index">The row, from 0.</param>
/// <param name="Contact">The contact; null when the row was refused.</param>
/// <param name="Outcome">What happened; null when the row was refused.</param>
/// <param name="Error">Why the row was refused; null when it was taken.</param>
sealed record UpsertContactsRow(int Index, Contact? Contact, RowOutcome? Outcome, RowError? Error);

/// <summary>Creates or changes many contacts in one transaction, with a fixed number of look-ups.</summary>
sealed class ContactUpserts(Writer writer, TimeProvider clock)
{
    public async Task<UpsertContactsPayload> RunAsync(UpsertContactsInput input, CancellationToken ct)
    {
        var bulk = Bulk<ContactDraft, Contact>.Read(input.Contacts, FieldPath.Input["contacts"], Read);
        await writer.CommitAsync((db, ct) => WriteAsync(db, bulk, ct), ct);
        return new(
            [.. bulk.Results.Select((row, i) => new UpsertContactsRow(i, row.Record, row.Outcome, row.Error))],
            bulk.Count(RowOutcome.Created), bulk.Count(RowOutcome.Updated), bulk.Count(RowOutcome.Unchanged), bulk.Refused);
    }

    static ContactDraft Read(UpsertContactInput row, FieldPath at) => new(row, at)
    {
        Keys = [ExternalKey.Read(row.Source, at["source"], row.ExternalId, at["externalId"])],
    };

    async Task WriteAsync(CrmDb db, Bulk<ContactDraft, Contact> bulk, CancellationToken ct)
    {
        var now = clock.Now();
        var drafts = bulk.Drafts;
        var changes = await ContactChanges.LoadAsync(db, drafts, now, ct);
        var known = drafts.Select(draft => changes.Keys.Find(draft.Keys[0])).OfType<Guid>().Distinct().ToArray();
        var records = await ContactRecords.LoadAsync(db, known, ct);
        var touched = new HashSet<Guid>();
        await bulk.TakeAsync(async draft =>
        {
            var record = changes.Keys.Find(draft.Keys[0]) is { } id ? records[id] : ContactRecord.New(db, draft.Keys[0].Source, now);
            // A second row for the same contact changes what the first one wrote, and is taken back without it.
            if (touched.Contains(record.Id)) await SaveAsync(db, touched, ct);
            Apply(changes, record, draft);
            touched.Add(record.Id);
            records[record.Id] = record;
            return (record.Contact, record.Finish(now));
        });
    }

    static async Task SaveAsync(CrmDb db, HashSet<Guid> touched, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        touched.Clear();
    }

    static void Apply(ContactChanges changes, ContactRecord record, ContactDraft draft)
    {
        try
        {
            changes.Apply(record, draft);
        }
        catch (InputException)
        {
            record.Undo();
            throw;
        }
    }
}
