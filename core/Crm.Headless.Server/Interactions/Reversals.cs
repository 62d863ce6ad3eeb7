using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Interactions;

/// <summary>
/// How much of the purchases' lines that a request names was taken back already. A line is the same line in all revisions of its
/// purchase: the one at its position; what counts is the quantity in the latest revision. The purchases' first revisions are locked, so
/// that what others take back at the same time is seen.
/// </summary>
sealed class Reversals
{
    readonly Dictionary<Guid, ReversibleLine> _byId = [];
    readonly Dictionary<(ExternalKey Key, int Position), ReversibleLine> _byPlace = [];

    public static async Task<Reversals> LoadAsync(CrmDb db, IReadOnlyCollection<LineRef> references, Guid? correctedId, CancellationToken ct)
    {
        var reversals = new Reversals();
        var originals = await OriginalsAsync(db, references, ct);
        await db.LockAsync<Interaction>(originals, ct);
        if (originals.Length > 0) await reversals.LoadAsync(db, originals, correctedId, ct);
        return reversals;
    }

    /// <summary>What refunds take back of this purchase, by position; its first revision is locked already.</summary>
    public static async Task<IReadOnlyCollection<ReversibleLine>> OfAsync(CrmDb db, Guid originalId, CancellationToken ct)
    {
        var reversals = new Reversals();
        await reversals.LoadAsync(db, [originalId], null, ct);
        return [.. reversals._byId.Values.Distinct().Where(line => line.Reversed > 0)];
    }

    /// <summary>The line that is meant, as it is in the latest revision.</summary>
    public Guid Get(LineRef reference) => Find(reference).Id;

    /// <summary>Takes back what the lines of a refund say: all of it, or nothing.</summary>
    public void Take(Interaction interaction, IReadOnlyList<LineDraft> lines)
    {
        var taken = new List<(ReversibleLine Line, decimal Quantity)>();
        try
        {
            foreach (var draft in lines)
            {
                if (draft.Reverses is not { } reference) continue;
                if (interaction.Kind != InteractionKinds.Refund) throw new NotReversibleException(reference.At, $"This is no refund but {interaction.Kind}");
                var line = Find(reference);
                line.Take(draft);
                taken.Add((line, draft.Input.Quantity));
            }
        }
        catch (InputException)
        {
            foreach (var (line, quantity) in taken) line.Reversed -= quantity;
            throw;
        }
    }

    /// <summary>Lets a refund that follows in the same request take back this purchase.</summary>
    public void Remember(InteractionRecord record)
    {
        var interaction = record.Interaction;
        if (interaction.Source is null || interaction.ExternalId is null) return;
        foreach (var line in record.Lines)
            _byPlace.TryAdd((new(interaction.Source, interaction.ExternalId), line.Position), ReversibleLine.Of(interaction, line));
    }

    ReversibleLine Find(LineRef reference)
    {
        var found = reference.Id is { } id ? _byId.GetValueOrDefault(id) : _byPlace.GetValueOrDefault((reference.Key, reference.Position));
        if (found is not null) return found;
        return reference.Id is { } unknown
            ? throw new NotFoundException(reference.At, nameof(InteractionLine), unknown)
            : throw new NotFoundException(reference.At, nameof(InteractionLine), $"{reference.Key}/{reference.Position}");
    }

    static async Task<Guid[]> OriginalsAsync(CrmDb db, IReadOnlyCollection<LineRef> references, CancellationToken ct)
    {
        var ids = references.Select(reference => reference.Id).OfType<Guid>().Distinct().ToArray();
        var found = ids.Length == 0 ? [] : await db.Set<InteractionLine>().Where(line => EF.Parameter(ids).Contains(line.Id))
            .Join(db.Seen<Interaction>(), line => line.InteractionId, interaction => interaction.Id, (_, interaction) => interaction.OriginalId)
            .ToListAsync(ct);
        var keyed = await InteractionKeys.LoadAsync(db, references.Where(reference => reference.Id is null).Select(reference => reference.Key), ct);
        return [.. found.Concat(keyed.All.Select(interaction => interaction.OriginalId)).Distinct()];
    }

    async Task LoadAsync(CrmDb db, Guid[] originals, Guid? correctedId, CancellationToken ct)
    {
        var rows = await db.Set<InteractionLine>().Join(
                db.Set<Interaction>().Where(interaction => EF.Parameter(originals).Contains(interaction.OriginalId)),
                line => line.InteractionId, interaction => interaction.Id, (line, interaction) => new { Line = line, Interaction = interaction })
            .AsNoTracking().ToListAsync(ct);
        foreach (var revisions in rows.GroupBy(row => (row.Interaction.OriginalId, row.Line.Position)))
        {
            var latest = revisions.MaxBy(row => row.Interaction.Revision)!;
            var line = ReversibleLine.Of(latest.Interaction, latest.Line);
            foreach (var row in revisions) _byId[row.Line.Id] = line;
            if (latest.Interaction is { Source: { } source, ExternalId: { } key }) _byPlace[(new(source, key), line.Position)] = line;
        }

        var ids = _byId.Keys.ToArray();
        var refunds = await db.Set<InteractionLine>().Where(line => line.ReversesLineId != null && EF.Parameter(ids).Contains(line.ReversesLineId.Value))
            .Join(db.Set<Interaction>().Where(refund => refund.Status == InteractionStatus.Recorded && refund.OriginalId != correctedId),
                line => line.InteractionId, refund => refund.Id, (line, _) => new { Id = line.ReversesLineId!.Value, line.Quantity })
            .ToListAsync(ct);
        foreach (var refund in refunds) _byId[refund.Id].Reversed += refund.Quantity;
    }
}

/// <summary>A line of a purchase, while refunds take it back.</summary>
sealed class ReversibleLine
{
    public Guid Id { get; private init; }
    public int Position { get; private init; }
    public decimal Purchased { get; private init; }
    public decimal Reversed { get; set; }

    /// <summary>Why it can't be taken back; null when it can.</summary>
    string? Obstacle { get; init; }

    public static ReversibleLine Of(Interaction interaction, InteractionLine line) => new()
    {
        Id = line.Id,
        Position = line.Position,
        // A line that the latest revision hasn't any more was never purchased.
        Purchased = interaction.SupersededById is null ? line.Quantity : 0,
        Obstacle = interaction.Kind != InteractionKinds.Purchase ? $"This is a line of no purchase but of {interaction.Kind}"
            : interaction.Status == InteractionStatus.Voided ? "The purchase was voided" : null,
    };

    public void Take(LineDraft draft)
    {
        var at = draft.Reverses!.Value.At;
        if (Obstacle is not null) throw new NotReversibleException(at, Obstacle);
        var quantity = draft.Input.Quantity;
        if (Reversed + quantity > Purchased) throw new ReversalExceedsPurchaseException(draft.At["quantity"], Purchased, Reversed, quantity);
        Reversed += quantity;
    }
}
