using System.Text.Json;
using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Security.Audit;

[QueryType, Authorize("audit:read")]
static class AuditQueries
{
    /// <summary>What was written, exported, refused and administered, the latest first unless ordered otherwise.</summary>
    /// <param name="record">Only about this record; null: about all.</param>
    [UsePaging, UseFiltering, UseSorting(Default = ["Sequence DESC"])]
    public static IQueryable<AuditEntry> GetAuditEntries([ID] string? record, IQueryable<AuditEntry> entries)
    {
        if (record is null) return entries;
        var (kind, key) = GlobalId.Parse(record);
        return entries.Where(entry => entry.RecordId == key && entry.RecordKind == kind);
    }

    /// <summary>The sealed blocks of the log, the latest first unless ordered otherwise.</summary>
    [UsePaging, UseFiltering, UseSorting(Default = ["Number DESC"])]
    public static IQueryable<AuditBlock> GetAuditBlocks(IQueryable<AuditBlock> blocks) => blocks;

    /// <summary>Recomputes the chain of the blocks and names the first block and entry that don't fit. Reads all of their entries.</summary>
    /// <param name="from">The first block; null: the first of all.</param>
    /// <param name="to">The last block; null: the newest.</param>
    [Cost(1000)]
    public static Task<AuditVerification> GetAuditVerifyAsync(long? from, long? to, AuditVerifier verifier, CancellationToken ct) =>
        verifier.VerifyAsync(from, to, ct);
}

[ObjectType<AuditEntry>, Authorize("audit:read")]
static class AuditEntryFields
{
    /// <summary>The global id of the record; null when the entry is about none.</summary>
    [ID]
    public static string? GetRecord([Parent] AuditEntry entry) =>
        entry is { RecordKind: { } kind, RecordId: { } id } ? GlobalId.Format(kind, id) : null;

    /// <summary>
    /// Which members of the record changed, <c>from</c> and <c>to</c> what unless they are personal, and which of its parts. Null: a new
    /// record says itself what it began with.
    /// </summary>
    public static JsonElement? GetChanges([Parent] AuditEntry entry)
    {
        if (entry.Changes is null) return null;
        using var changes = JsonDocument.Parse(entry.Changes);
        return changes.RootElement.Clone();
    }
}
