using Crm.Headless.Server.Data;
using Crm.Headless.Server.Data.Conventions;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>
/// Core's part of forgetting a person. The contact goes with all that belongs to it. Of interactions stays that they happened, when, where
/// and what they were worth, because the books need it: with nobody, and without any text or attribute.
/// </summary>
static class ContactErasing
{
    public static async Task<IReadOnlyList<Guid>> EraseAsync(CrmDb db, Guid[] ids, int? version, CancellationToken ct)
    {
        await db.LockAsync<Contact>(ids, ct);
        var contacts = await db.Set<Contact>().AsTracking().Where(contact => EF.Parameter(ids).Contains(contact.Id)).ToListAsync(ct);
        var main = contacts.Find(contact => contact.Id == ids[0]) ?? throw new NotFoundException(FieldPath.Input["id"], nameof(Contact), ids[0]);
        VersionConflictException.ThrowIf(version, main.Version);
        if (main.MergedIntoId is { } into) throw new ContactMergedException(FieldPath.Input["id"], into);
        if (contacts.Count != ids.Length || await db.Set<Contact>().AnyAsync(other => other.MergedIntoId == main.Id && !EF.Parameter(ids).Contains(other.Id), ct))
            throw new PersonChangedException(main.Id);
        await ForgetInteractionsAsync(db, ids, ct);
        await db.Set<InteractionParticipant>().Where(row => row.ContactId != null && EF.Parameter(ids).Contains(row.ContactId.Value)).ExecuteDeleteAsync(ct);
        await db.Set<MergeRecord>().Where(row => EF.Parameter(ids).Contains(row.SurvivorId) || EF.Parameter(ids).Contains(row.MergedId)).ExecuteDeleteAsync(ct);
        // What a handler failed on may quote the event in the text of its error.
        await db.Set<ParkedEvent>().Where(row => EF.Parameter(ids).Contains(row.Lane)).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastError, (string?)null), ct);
        await ForgetPluginEventsAsync(db, ids, ct);
        db.RemoveRange(contacts);
        foreach (var id in ids)
        {
            db.Publish(Outbox.ContactDeleted(id));
            db.Publish(Outbox.ContactErased(id));
        }
        return ids;
    }

    /// <summary>What plugins told of the contact, those that were just asked to forget it included. The rows stay: their numbers are counted on.</summary>
    static Task ForgetPluginEventsAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        foreach (var e in db.Published.Where(e => e.ContactId is { } contact && ids.Contains(contact))) e.Payload = null;
        return db.Set<OutboxEvent>().Where(e => e.Payload != null && e.ContactId != null && EF.Parameter(ids).Contains(e.ContactId.Value))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Payload, (string?)null), ct);
    }

    static async Task ForgetInteractionsAsync(CrmDb db, Guid[] ids, CancellationToken ct)
    {
        var own = db.Set<Interaction>().Where(row => row.ContactId != null && EF.Parameter(ids).Contains(row.ContactId.Value));
        // What was recorded for somebody else first, or for nobody in the end, says the same of the person in its other revisions.
        var corrected = await own.Where(row => row.Revision > 1 || row.SupersededById != null)
            .Where(row => !db.Set<Interaction>().Any(later =>
                later.OriginalId == row.OriginalId && later.Revision > row.Revision && later.ContactId != null && !EF.Parameter(ids).Contains(later.ContactId.Value)))
            .Select(row => row.OriginalId).Distinct().ToArrayAsync(ct);
        if (corrected.Length > 0) await ForgetTextAsync(db, db.Set<Interaction>().Where(row => EF.Parameter(corrected).Contains(row.OriginalId)), ct);
        await ForgetTextAsync(db, own, ct);
        await own.ExecuteUpdateAsync(set => set.SetProperty(row => row.ContactId, (Guid?)null), ct);
    }

    static async Task ForgetTextAsync(CrmDb db, IQueryable<Interaction> interactions, CancellationToken ct)
    {
        var twin = SearchableTwins.TwinOf(nameof(Interaction.Subject));
        await db.Set<InteractionLine>().Where(line => interactions.Any(row => row.Id == line.InteractionId))
            .ExecuteUpdateAsync(set => set.SetProperty(line => line.Attributes, (System.Text.Json.JsonElement?)null), ct);
        await interactions.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Subject, (string?)null).SetProperty(row => EF.Property<string?>(row, twin), (string?)null)
            .SetProperty(row => row.Body, (string?)null).SetProperty(row => row.Attributes, (System.Text.Json.JsonElement?)null)
            .SetProperty(row => row.CorrectionReason, (string?)null), ct);
    }
}
