using System.Collections;
using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Input;

/// <summary>The rows of one record while it is changed: tells whether anything did change, and can take it back.</summary>
sealed class ChangedRows(CrmDb db)
{
    readonly List<(IList From, object Row)> _removed = [];

    public bool IsNew(object root) => db.Entry(root).State == EntityState.Added;

    public void Add<T>(List<T> to, T row) where T : class
    {
        to.Add(row);
        db.Add(row);
    }

    public void Remove<T>(List<T> from, T row) where T : class
    {
        from.Remove(row);
        if (!IsNew(row)) _removed.Add((from, row));
        db.Remove(row);
    }

    public RowOutcome Outcome(object root, IEnumerable<object> parts)
    {
        if (IsNew(root)) return RowOutcome.Created;
        var isUnchanged = _removed.Count == 0 && parts.Prepend(root).All(row => db.Entry(row).State == EntityState.Unchanged);
        _removed.Clear();
        return isUnchanged ? RowOutcome.Unchanged : RowOutcome.Updated;
    }

    /// <summary>The record is written even if only its parts changed, so that its version is counted.</summary>
    public void Touch(object root) => db.Entry(root).Property(nameof(Contact.UpdatedAt)).IsModified = true;

    /// <summary>As if nothing had been added, removed or said; a record that was new is forgotten.</summary>
    public void Undo(object root, IEnumerable<object> parts, params IEnumerable<IList> lists)
    {
        foreach (var (from, row) in _removed)
        {
            db.Entry(row).State = EntityState.Unchanged;
            from.Add(row);
        }
        _removed.Clear();
        var added = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var entry in parts.Prepend(root).Select(row => db.Entry(row)).ToList())
        {
            if (entry.State == EntityState.Added && added.Add(entry.Entity)) entry.State = EntityState.Detached;
            else if (entry.State == EntityState.Modified)
            {
                entry.CurrentValues.SetValues(entry.OriginalValues);
                entry.State = EntityState.Unchanged;
            }
        }
        foreach (var list in lists)
            for (var i = list.Count - 1; i >= 0; i--)
                if (added.Contains(list[i]!)) list.RemoveAt(i);
    }
}
