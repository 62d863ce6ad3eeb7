using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>
/// What one transaction writes into the audit log: for each record that it changes one entry, with all that belongs to the record. Made
/// with the transaction and forgotten with it.
/// </summary>
sealed class AuditTrail
{
    readonly Dictionary<(string Kind, object Key), RecordTrail> _records = [];
    readonly List<AuditEntry> _others = [];

    /// <summary>Something that is to be written down if, and only if, the transaction is committed.</summary>
    public void Add(AuditEntry entry) => _others.Add(entry);

    /// <summary>Takes in what is about to be saved; columns that follow from others are filled already.</summary>
    public void Collect(ChangeTracker tracker)
    {
        foreach (var entry in tracker.Entries())
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
                Collect(entry, AuditedType.Of(entry.Metadata));
    }

    public IEnumerable<AuditEntry> Entries => _records.Values.Select(record => record.ToEntry()).Concat(_others);

    void Collect(EntityEntry entry, AuditedType type)
    {
        if (type.Kind is null) return;
        if (type.WholeOf(entry) is var (kind, id)) RecordOf(kind, id, id).TakePart(entry, type);
        else RecordOf(type.Kind, type.KeyOf(entry) ?? (object)KeyText(entry), type.KeyOf(entry)).Take(entry, type);
    }

    RecordTrail RecordOf(string kind, object key, Guid? id)
    {
        if (!_records.TryGetValue((kind, key), out var record)) _records.Add((kind, key), record = new(kind, id));
        return record;
    }

    static string KeyText(EntityEntry entry) =>
        string.Join('/', entry.Metadata.FindPrimaryKey()?.Properties.Select(property => entry.Property(property).CurrentValue) ?? []);
}
