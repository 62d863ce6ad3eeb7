using System.Runtime.CompilerServices;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins.Life;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins.Exports;

/// <summary>The exports of removed plugins, in the database: whichever node made one, each has it.</summary>
sealed class PluginExports(CoreContexts contexts, AuditLog audit, IConfiguration configuration, TimeProvider clock)
{
    public const string RetentionSetting = "Crm:Plugins:ExportRetentionDays";
    public const int Shown = 200;
    const int DefaultDays = 30;

    readonly int _days = DaysOf(configuration[RetentionSetting]);

    /// <summary>Null: the operation made none.</summary>
    public async Task<PluginExport?> FindAsync(Guid operation, CancellationToken ct) =>
        (await FindAsync([operation], ct)).GetValueOrDefault(operation);

    public async Task<IReadOnlyDictionary<Guid, PluginExport>> FindAsync(IReadOnlyCollection<Guid> operations, CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await db.Set<PluginExport>().AsNoTracking().Where(row => EF.Parameter(operations.ToArray()).Contains(row.OperationId))
            .ToDictionaryAsync(row => row.OperationId, ct);
    }

    /// <summary>The latest first: those whose bytes are there.</summary>
    public async Task<IReadOnlyList<PluginExport>> ListAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await db.Set<PluginExport>().AsNoTracking().Where(row => row.CompletedAt != null && row.RemovedAt == null)
            .OrderByDescending(row => row.CompletedAt).ThenBy(row => row.OperationId).Take(Shown).ToListAsync(ct);
    }

    /// <summary>Begins an export, anew where a process ended in the middle of it.</summary>
    public Task BeginAsync(PluginOperation operation, CancellationToken ct) => contexts.WriteAsync(async db =>
    {
        await db.Set<PluginExport>().Where(row => row.OperationId == operation.Id).ExecuteDeleteAsync(ct);
        db.Add(new PluginExport
        {
            OperationId = operation.Id,
            Plugin = operation.Plugin,
            Version = operation.FromVersion,
            ExpiresAt = clock.Now().AddDays(_days),
        });
        return true;
    }, ct);

    public Task AddAsync(PluginExportChunk chunk, CancellationToken ct) => contexts.WriteAsync(db => Task.FromResult(db.Add(chunk)), ct);

    public Task<PluginExport> CompleteAsync(Guid operation, long rows, long size, CancellationToken ct) => contexts.WriteAsync(async db =>
    {
        var export = await db.Set<PluginExport>().AsTracking().SingleAsync(row => row.OperationId == operation, ct);
        (export.Rows, export.Size, export.CompletedAt) = (rows, size, clock.Now());
        return export;
    }, ct);

    /// <summary>The export for somebody who is given its bytes, which the audit log says when this returns.</summary>
    /// <exception cref="PluginExportGoneException">It isn't there any more.</exception>
    /// <exception cref="PluginExportNotFoundException">It never was, or isn't complete.</exception>
    public async Task<PluginExport> HandOutAsync(Guid operation, CrmPrincipal to, CancellationToken ct)
    {
        var export = await FindAsync(operation, ct);
        if (export?.CompletedAt is null) throw new PluginExportNotFoundException($"{operation}");
        if (export.RemovedAt is not null || export.ExpiresAt <= clock.GetUtcNow()) throw new PluginExportGoneException(export);
        await audit.ExportedAsync(to, "pluginExport", $"{export.Name} ({export.OperationId})", ct);
        return export;
    }

    /// <summary>Its bytes, a piece at a time: whoever takes them slowly holds no connection.</summary>
    /// <exception cref="PluginExportGoneException">It was removed in the middle.</exception>
    public async IAsyncEnumerable<byte[]> ReadAsync(PluginExport export, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var (number, read) = (0, 0L); read < export.Size; number++)
        {
            var chunk = await ChunkAsync(export.OperationId, number, ct) ?? throw new PluginExportGoneException(export);
            read += chunk.Length;
            yield return chunk;
        }
    }

    /// <summary>Removes the bytes for good. That there was an export, and what became of it, stays.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<PluginExport> DeleteAsync(Guid operation, CrmPrincipal by, CancellationToken ct) => contexts.WriteAsync(async db =>
    {
        var export = await db.Set<PluginExport>().AsTracking()
            .SingleOrDefaultAsync(row => row.OperationId == operation && row.CompletedAt != null, ct)
            ?? throw new NotFoundException(FieldPath.Input["id"], nameof(PluginOperation), operation);
        if (export.RemovedAt is not null) return export;
        export.RemovedAt = clock.Now();
        await db.Set<PluginExportChunk>().Where(row => row.OperationId == operation).ExecuteDeleteAsync(ct);
        db.Trail = new();
        db.Trail.Add(new() { Kind = AuditKind.Write, RecordKind = nameof(PluginExport), Detail = $"{export.Name} ({operation})" });
        await AuditWriter.AppendAsync(db, by, "pluginExportDelete", clock, ct);
        return export;
    }, ct);

    /// <summary>Removes the bytes of those whose time is over.</summary>
    public async Task ForgetAsync(CancellationToken ct)
    {
        var now = clock.Now();
        await using (var db = await contexts.OpenAsync(ct))
            if (!await db.Set<PluginExport>().AnyAsync(row => row.RemovedAt == null && row.ExpiresAt <= now, ct)) return;
        await contexts.WriteAsync(async db =>
        {
            var old = db.Set<PluginExport>().Where(row => row.RemovedAt == null && row.ExpiresAt <= now);
            await db.Set<PluginExportChunk>().Where(chunk => old.Any(row => row.OperationId == chunk.OperationId)).ExecuteDeleteAsync(ct);
            return await old.ExecuteUpdateAsync(set => set.SetProperty(row => row.RemovedAt, now), ct);
        }, ct);
    }

    async Task<byte[]?> ChunkAsync(Guid operation, int number, CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await db.Set<PluginExportChunk>().Where(row => row.OperationId == operation && row.Number == number)
            .Select(row => row.Bytes).FirstOrDefaultAsync(ct);
    }

    static int DaysOf(string? days) => string.IsNullOrEmpty(days) ? DefaultDays
        : int.TryParse(days, out var number) && number is > 0 and <= 36_500 ? number
        : throw new StartupException($"The setting {RetentionSetting} is \"{days}\". Set it to a number of days from 1, or leave it out for {DefaultDays}.");
}

/// <summary>There is no export to hand out.</summary>
sealed class PluginExportNotFoundException(string operation) : CrmException("NOT_FOUND",
    $"There is no export of the operation {operation}, or it isn't complete yet. The query \"pluginExports\" lists those that there are.");

/// <summary>The export was there once.</summary>
sealed class PluginExportGoneException(PluginExport export) : CrmException("GONE", export.RemovedAt is { } at && at < export.ExpiresAt
    ? FormattableString.Invariant($"The export of {export.Name} was deleted on {at:yyyy-MM-dd} and can't be had any more.")
    : FormattableString.Invariant($"The export of {export.Name} was kept until {export.ExpiresAt:yyyy-MM-dd} and can't be had any more."));
