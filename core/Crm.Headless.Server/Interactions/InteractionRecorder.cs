using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Interactions;

/// <summary>Records drafts, one after the other, in one transaction. All that they refer to is looked up before the first one.</summary>
sealed class InteractionRecorder(CrmDb db, InteractionKeys known, InteractionChanges changes, DateTimeOffset now)
{
    public static async Task<InteractionRecorder> LoadAsync(
        CrmDb db, RetiredKinds retired, IReadOnlyCollection<InteractionDraft> drafts, DateTimeOffset now, CancellationToken ct)
    {
        var known = await InteractionKeys.LoadAsync(db, drafts.Select(draft => draft.Key).OfType<Accounts.ExternalKey>(), ct);
        // What was recorded before stays as it is, so that nothing it refers to has to be looked up.
        InteractionDraft[] unknown = [.. drafts.Where(draft => known.Find(draft.Key) is null)];
        return new(db, known, await InteractionChanges.LoadAsync(db, retired, unknown, now, ct), now);
    }

    /// <exception cref="CrmException">The draft can't be taken; nothing of it is recorded.</exception>
    public (Interaction Interaction, RowOutcome Outcome) Record(InteractionDraft draft)
    {
        if (known.FindSeen(draft) is { } before) return (before, RowOutcome.AlreadyRecorded);
        var record = InteractionRecord.New(draft, now);
        changes.Apply(record, draft);
        record.AddTo(db);
        db.Publish(Outbox.InteractionRecorded(record.Interaction));
        known.Remember(draft, record.Interaction);
        return (record.Interaction, RowOutcome.Created);
    }
}
