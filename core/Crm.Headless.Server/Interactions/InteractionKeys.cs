using Crm.Headless.Server.Accounts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Interactions;

/// <summary>What was recorded already, by its key in another system: one statement per source, however many keys.</summary>
sealed class InteractionKeys
{
    readonly Dictionary<ExternalKey, Interaction> _interactions = [];
    IReadOnlySet<Guid> _hidden = new HashSet<Guid>();

    /// <summary>Those that the actor sees.</summary>
    public IEnumerable<Interaction> All => _interactions.Values.Where(interaction => !_hidden.Contains(interaction.Id));

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
        found._hidden = await db.HiddenAsync<Interaction>(found._interactions.Values.Select(interaction => interaction.Id), ct);
        return found;
    }

    /// <summary>The latest revision; null when nothing was recorded with this key.</summary>
    public Interaction? Find(ExternalKey? key) => key is { } known ? _interactions.GetValueOrDefault(known) : null;

    /// <exception cref="ExternalIdInUseException">The actor doesn't see it: it isn't his that is recorded already.</exception>
    public Interaction? FindSeen(InteractionDraft draft)
    {
        if (Find(draft.Key) is not { } found) return null;
        return !_hidden.Contains(found.Id) ? found
            : throw new ExternalIdInUseException(draft.At["externalId"], draft.Key!.Value, nameof(Interaction), null);
    }

    public void Remember(InteractionDraft draft, Interaction interaction)
    {
        if (draft.Key is { } key) _interactions[key] = interaction;
    }
}
