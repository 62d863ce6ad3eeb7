using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Interactions;

/// <summary>Records and corrects interactions, each in one transaction together with its event.</summary>
sealed class InteractionCommands(Writer writer, RetiredKinds retired, TimeProvider clock)
{
    public Task<Interaction> RecordAsync(RecordInteractionInput input, CancellationToken ct)
    {
        var draft = InteractionDraft.Of(input, FieldPath.Input);
        return writer.CommitAsync(async (db, ct) =>
        {
            var recorder = await InteractionRecorder.LoadAsync(db, retired, [draft], clock.Now(), ct);
            return recorder.Record(draft).Interaction;
        }, ct);
    }

    public async Task<RecordInteractionsPayload> RecordAsync(RecordInteractionsInput input, CancellationToken ct)
    {
        var bulk = Bulk<InteractionDraft, Interaction>.Read(input.Interactions, FieldPath.Input["interactions"], InteractionDraft.Of);
        await writer.CommitAsync(async (db, ct) =>
        {
            var recorder = await InteractionRecorder.LoadAsync(db, retired, bulk.Drafts, clock.Now(), ct);
            await bulk.TakeAsync(draft => Task.FromResult(recorder.Record(draft)));
        }, ct);
        return new(
            [.. bulk.Results.Select((row, i) => new RecordInteractionsRow(i, row.Record, row.Outcome, row.Error))],
            bulk.Count(RowOutcome.Created), bulk.Count(RowOutcome.AlreadyRecorded), bulk.Refused);
    }

    public Task<Interaction> CorrectAsync(CorrectInteractionInput input, CancellationToken ct)
    {
        var draft = new InteractionDraft(input, input.Kind, FieldPath.Input);
        var reason = Text.Required(input.Reason, FieldPath.Input["reason"], Text.Line);
        return writer.CommitAsync(async (db, ct) =>
        {
            var now = clock.Now();
            db.RequireSight(input.Subject.HasValue || input.Body.HasValue || input.Attributes.HasValue, FieldPath.Input["subject"]);
            var previous = await InteractionRecord.LoadAsync(db, input.Id, ct);
            db.RequireSight(ComparesLines(draft, previous), FieldPath.Input["lines"]);
            var next = previous.Revise(reason, now);
            var changes = await InteractionChanges.LoadAsync(db, retired, [draft], now, ct, previous.Interaction.OriginalId);
            changes.Apply(next, draft);
            if (next.SaysWhat(previous)) return previous.Interaction;
            await CheckRefundsAsync(db, next, ct);
            return Publish(db, next, previous);
        }, ct);
    }

    public Task<Interaction> VoidAsync(VoidInteractionInput input, CancellationToken ct)
    {
        var reason = Text.Required(input.Reason, FieldPath.Input["reason"], Text.Line);
        return writer.CommitAsync(async (db, ct) =>
        {
            var previous = await InteractionRecord.LoadAsync(db, input.Id, ct);
            var next = previous.Revise(reason, clock.Now());
            next.Interaction.Status = InteractionStatus.Voided;
            await CheckRefundsAsync(db, next, ct);
            return Publish(db, next, previous);
        }, ct);
    }

    /// <summary>Whether the answer tells what the lines say: nothing changes when they are given as they are.</summary>
    static bool ComparesLines(InteractionDraft draft, InteractionRecord previous) => draft.Lines is { } lines
        && (lines.Any(line => line.Input.Attributes is not null) || previous.Lines.Exists(line => line.Attributes is not null));

    /// <summary>What refunds took back of a purchase has to stay purchased.</summary>
    static async Task CheckRefundsAsync(CrmDb db, InteractionRecord next, CancellationToken ct)
    {
        var stillCounts = next.Interaction.Kind == InteractionKinds.Purchase && next.Interaction.Status == InteractionStatus.Recorded;
        foreach (var reversed in await Reversals.OfAsync(db, next.Interaction.OriginalId, ct))
        {
            var line = stillCounts ? next.Lines.Find(line => line.Position == reversed.Position) : null;
            if (!(line?.Quantity >= reversed.Reversed))
                throw new ReversalExceedsPurchaseException(FieldPath.Input["lines"], line?.Quantity ?? 0, reversed.Reversed, 0);
        }
    }

    static Interaction Publish(CrmDb db, InteractionRecord next, InteractionRecord previous)
    {
        previous.SupersedeBy(next);
        next.AddTo(db);
        db.Publish(Outbox.InteractionCorrected(next.Interaction, previous.Interaction.Id));
        return next.Interaction;
    }
}
