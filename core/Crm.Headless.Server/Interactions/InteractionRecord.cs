using System.Text.Json;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Interactions;

/// <summary>A revision of an interaction with its lines and participants. A new one is nobody's business until it is added.</summary>
sealed class InteractionRecord(Interaction interaction)
{
    public Interaction Interaction => interaction;
    public List<InteractionLine> Lines { get; private set; } = [];
    public List<InteractionParticipant> Participants { get; private set; } = [];

    public static InteractionRecord New(InteractionDraft draft, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new(new()
        {
            Id = id,
            OriginalId = id,
            Revision = 1,
            OccurredAt = now,
            RecordedAt = now,
            Source = draft.Source,
            ExternalId = draft.Key?.Value,
        });
    }

    /// <summary>The latest revision, to be replaced; the first one is locked, so that no refund of it comes between.</summary>
    public static async Task<InteractionRecord> LoadAsync(CrmDb db, Guid id, CancellationToken ct)
    {
        var at = FieldPath.Input["id"];
        await KeepContactsAsync(db, id, ct);
        await db.LockAsync<Interaction>(await db.Seen<Interaction>().Where(x => x.Id == id).Select(x => x.OriginalId).ToArrayAsync(ct), ct);
        var interaction = await db.Seen<Interaction>().AsTracking().SingleOrDefaultAsync(x => x.Id == id, ct)
            ?? throw new NotFoundException(at, nameof(Interaction), id);
        if (interaction.Status != InteractionStatus.Recorded) throw new NotCorrectableException(at, interaction);
        return new(interaction)
        {
            Lines = await db.Set<InteractionLine>().AsNoTracking().Where(x => x.InteractionId == id).OrderBy(x => x.Position).ToListAsync(ct),
            Participants = await db.Set<InteractionParticipant>().AsNoTracking().Where(x => x.InteractionId == id).OrderBy(x => x.Id).ToListAsync(ct),
        };
    }

    /// <summary>The revision to come names them as well: a merge meanwhile wouldn't move what it doesn't see yet.</summary>
    static async Task KeepContactsAsync(CrmDb db, Guid id, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return;
        var contacts = await db.Seen<Interaction>().Where(x => x.Id == id).Select(x => x.ContactId)
            .Concat(db.Set<InteractionParticipant>().Where(x => x.InteractionId == id).Select(x => x.ContactId)).ToListAsync(ct);
        await db.KeepContactsAsync([.. contacts.OfType<Guid>().Distinct()], ct);
    }

    /// <summary>A revision that says the same, to take this one's place.</summary>
    public InteractionRecord Revise(string reason, DateTimeOffset now)
    {
        var next = interaction.Copy();
        (next.Id, next.Revision, next.RecordedAt, next.CorrectionReason) = (Guid.CreateVersion7(now), interaction.Revision + 1, now, reason);
        return new(next)
        {
            Lines = [.. Lines.Select(line => Part(line.Copy(), next.Id, now))],
            Participants = [.. Participants.Select(participant => Part(participant.Copy(), next.Id, now))],
        };
    }

    public void Replace(List<InteractionLine> lines) => Lines = lines;

    public void Replace(List<InteractionParticipant> participants) => Participants = participants;

    /// <summary>Whether both say the same, whatever tells revisions apart.</summary>
    public bool SaysWhat(InteractionRecord other) => JsonElement.DeepEquals(Content(), other.Content());

    public void SupersedeBy(InteractionRecord next) =>
        (interaction.Status, interaction.SupersededById) = (InteractionStatus.Superseded, next.Interaction.Id);

    public void AddTo(CrmDb db)
    {
        db.Add(interaction);
        db.AddRange(Lines);
        db.AddRange(Participants);
    }

    JsonElement Content()
    {
        var said = interaction.Copy();
        (said.Id, said.Revision, said.RecordedAt, said.CorrectionReason) = (default, default, default, default);
        return JsonSerializer.SerializeToElement(new
        {
            Said = said,
            Lines = Lines.Select(line => new
            {
                line.Position,
                line.ProductRef,
                line.Category,
                line.Quantity,
                line.Gross,
                line.Net,
                line.Tax,
                line.Attributes,
                line.ReversesLineId,
            }),
            Participants = Participants.Select(one => new { one.ContactId, one.UserId, one.Role })
                .OrderBy(one => one.ContactId).ThenBy(one => one.UserId).ThenBy(one => one.Role, StringComparer.Ordinal),
        });
    }

    static InteractionLine Part(InteractionLine line, Guid interactionId, DateTimeOffset now)
    {
        (line.Id, line.InteractionId) = (Guid.CreateVersion7(now), interactionId);
        return line;
    }

    static InteractionParticipant Part(InteractionParticipant participant, Guid interactionId, DateTimeOffset now)
    {
        (participant.Id, participant.InteractionId) = (Guid.CreateVersion7(now), interactionId);
        return participant;
    }
}
