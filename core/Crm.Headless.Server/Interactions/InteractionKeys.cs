using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Interactions;

/// <summary>What was recorded already, by its key in another system: one statement per source, however many keys.</summary>
sealed class InteractionKeys
{
    readonly Dictionary<ExternalKey, Interaction> _interactions = [];

    public IReadOnlyCollection<Interaction> All => _interactions.Values;

    public static async Task<InteractionKeys> LoadAsync(CrmDb db, IEnumerable<ExternalKey> keys, CancellationToken ct)
    {
        var found = new InteractionKeys();
        foreach (var group in keys.Distinct().GroupBy(key => key.Source, key => key.Value))
        {
            var (source, values) = (group.Key, group.ToArray());
            var rows = await db.Set<Interaction>().AsNoTracking()
                .Where(x => x.Source == source && x.SupersededById == null && x.ExternalId != null && EF.Parameter(values).Contains(x.ExternalId))
                .ToListAsync(ct);
            foreach (var row in rows) found._interactions[new(source, row.ExternalId!)] = row;
        }
        return found;
    }

    /// <summary>The latest revision; null when nothing was recorded with this key.</summary>
    public Interaction? Find(ExternalKey? key) => key is { } known ? _interactions.GetValueOrDefault(known) : null;

    public void Remember(InteractionDraft draft, Interaction interaction)
    {
        if (draft.Key is { } key) _interactions[key] = interaction;
    }
}
