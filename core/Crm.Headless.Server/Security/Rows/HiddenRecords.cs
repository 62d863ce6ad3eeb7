using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>
/// Records that exist and that the actor doesn't see. Who names one by a key of another system is told what he would be told if it didn't
/// exist; only a key that he wants to give to another record turns out to be taken, by whom isn't said.
/// </summary>
static class HiddenRecords
{
    /// <summary>Those of the records that are hidden; no statement where the actor sees all.</summary>
    public static async Task<IReadOnlySet<Guid>> HiddenAsync<T>(this CrmDb db, IEnumerable<Guid> existing, CancellationToken ct) where T : class
    {
        Guid[] ids = [.. existing.Distinct()];
        if (ids.Length == 0 || db.Policies?.Restrict<T>(db) is not true) return new HashSet<Guid>();
        var seen = await db.Seen<T>().Select(record => EF.Property<Guid>(record, "Id")).Where(id => EF.Parameter(ids).Contains(id)).ToListAsync(ct);
        return ids.Except(seen).ToHashSet();
    }
}
