using Crm.Headless.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Headless.Server.Security.Audit;

/// <summary>Writes what a transaction did into the audit log, as the last thing that the transaction does.</summary>
static class AuditWriter
{
    /// <param name="by">Who did it.</param>
    /// <param name="operation">The root field of the request; null: nobody's request did it.</param>
    public static async Task AppendAsync(CrmDb db, CrmPrincipal by, string? operation, TimeProvider clock, CancellationToken ct)
    {
        var entries = db.Trail?.Entries.ToList() ?? [];
        if (entries.Count == 0) return;
        var now = clock.GetUtcNow();
        foreach (var entry in entries)
        {
            entry.At = now;
            entry.Operation ??= operation;
            entry.DoneBy(by);
        }
        await AuditRows.InsertAsync(db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction(), entries, ct);
    }

    /// <summary>Says who acted.</summary>
    public static AuditEntry DoneBy(this AuditEntry entry, CrmPrincipal by)
    {
        (entry.Actor, entry.ActorKind) = (by.Name, by.Kind);
        (entry.ClientId, entry.UserId, entry.ContactId) = (by.ClientId, by.UserId, by.ContactId);
        return entry;
    }
}
