using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins.Packages;
using Crm.Headless.Server.Plugins.Settings;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>The rows about plugins: what is decided, what is under way, which packages there are.</summary>
sealed class PluginStore(CoreContexts contexts, PackageTrust trust, PluginSignal signal, TimeProvider clock)
{
    const int OperationsKept = 200, OperationsShown = 50;
    static readonly TimeSpan Waiting = TimeSpan.FromDays(1);

    public async Task<PluginDecisions> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        // The revision first: a decision that comes in between is seen again with the next one.
        var revision = await RevisionAsync(db, ct);
        return new(
            revision, await db.Set<PluginInstallation>().AsNoTracking().ToDictionaryAsync(row => row.Plugin, ct),
            await db.Set<StoredSettings>().AsNoTracking().ToDictionaryAsync(row => row.Plugin, ct));
    }

    public async Task<long> RevisionAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await RevisionAsync(db, ct);
    }

    /// <exception cref="PluginException">It isn't there any more, or this host doesn't trust it.</exception>
    public async Task<PluginPackage> PackageAsync(string hash, CancellationToken ct)
    {
        var package = await ReadPackageAsync(hash, ct);
        trust.Check(package);
        return package;
    }

    /// <summary>What a package says of itself. None of its code is about to run, so that nobody has to trust it.</summary>
    /// <exception cref="PluginException">It isn't there any more.</exception>
    public async Task<PluginManifest> ManifestAsync(string hash, CancellationToken ct) => (await ReadPackageAsync(hash, ct)).Manifest;

    async Task<PluginPackage> ReadPackageAsync(string hash, CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        var bytes = await db.Set<StoredPackage>().Where(row => row.Hash == hash).Select(row => row.Bytes).FirstOrDefaultAsync(ct)
            ?? throw new PluginException($"The package {hash} isn't in the database. Upload it again.");
        return PluginPackage.Read(bytes);
    }

    public async Task<IReadOnlyList<StoredPackage>> PackagesAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await db.Set<StoredPackage>().OrderBy(row => row.Plugin).ThenBy(row => row.CreatedAt)
            .Select(row => new StoredPackage { Hash = row.Hash, Plugin = row.Plugin, Version = row.Version, CreatedAt = row.CreatedAt }).ToListAsync(ct);
    }

    /// <summary>Keeps the bytes, for a day at least (see <see cref="ForgetPackagesAsync"/>). One that is there already counts as uploaded now.</summary>
    /// <exception cref="PluginException">This host doesn't trust it.</exception>
    public Task AddPackageAsync(PluginPackage package, CancellationToken ct) => contexts.WriteAsync(async db =>
    {
        trust.Check(package);
        var stored = db.Set<StoredPackage>().Where(row => row.Hash == package.Hash);
        if (await stored.ExecuteUpdateAsync(row => row.SetProperty(other => other.CreatedAt, clock.Now()), ct) > 0) return false;
        db.Add(new StoredPackage
        {
            Hash = package.Hash,
            Plugin = package.Manifest.Id,
            Version = package.Manifest.Version.ToString(),
            Bytes = package.Bytes.ToArray(),
            CreatedAt = clock.Now(),
        });
        return true;
    }, ct);

    public Task<PluginOperation> BeginAsync(PluginOperation operation, CancellationToken ct) => ChangeAsync(async db =>
    {
        await TrimAsync(db, ct);
        operation.Id = Guid.CreateVersion7(clock.GetUtcNow());
        operation.StartedAt = clock.Now();
        operation.Reach(operation.Step, operation.StartedAt);
        db.Add(operation);
        return operation;
    }, ct);

    public Task ReachAsync(PluginOperation operation, PluginStep step, CancellationToken ct) =>
        UpdateAsync(operation, row => row.Reach(step, clock.Now()), ct);

    /// <summary>On the way to the tables that it needs.</summary>
    public Task MigratedAsync(PluginOperation operation, int done, int total, CancellationToken ct) =>
        UpdateAsync(operation, row => (row.MigrationsDone, row.Migrations, row.UpdatedAt) = (done, total, clock.Now()), ct);

    /// <summary>Its rows stay, whatever was asked for.</summary>
    public Task KeepDataAsync(PluginOperation operation, CancellationToken ct) => UpdateAsync(operation, row => row.Data = PluginData.Keep, ct);

    public Task EndAsync(PluginOperation operation, PluginOperationStatus status, string message, CancellationToken ct) =>
        UpdateAsync(operation, row => (row.Status, row.Message, row.UpdatedAt) = (status, message, clock.Now()), ct);

    /// <summary>Every node has reached this revision: what led to it, or to one before, is over.</summary>
    /// <returns>False: some of it isn't done with yet where it was asked for.</returns>
    public async Task<bool> ContractedAsync(long revision, CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        var open = await db.Set<PluginOperation>().AsNoTracking().Where(row => row.Revision <= revision && row.Step != PluginStep.Contracted).ToListAsync(ct);
        foreach (var operation in open.Where(row => row.Status == PluginOperationStatus.Succeeded))
            await UpdateAsync(operation, row => row.Reach(PluginStep.Contracted, clock.Now()), ct);
        return open.All(row => row.Status != PluginOperationStatus.Running);
    }

    /// <summary>What is decided changes here and nowhere else, together with the revision, the step and the audit log.</summary>
    /// <returns>The new revision.</returns>
    public async Task<long> CommitAsync(PluginOperation operation, Action<CrmDb, PluginInstallation?> decide, CrmPrincipal by, CancellationToken ct)
    {
        var revision = await ChangeAsync(async db =>
        {
            decide(db, await db.Set<PluginInstallation>().AsTracking().FirstOrDefaultAsync(row => row.Plugin == operation.Plugin, ct));
            var next = await RaiseAsync(db, ct);
            db.Attach(operation);
            operation.Reach(PluginStep.Committed, clock.Now());
            operation.Revision = next;
            db.Trail = new();
            db.Trail.Add(EntryOf(operation));
            await AuditWriter.AppendAsync(db, by, NameOf(operation.Kind), clock, ct);
            return next;
        }, ct);
        return revision;
    }

    /// <summary>Has every node build its generation again, because something that generations are made of was changed.</summary>
    public static async Task<long> RaiseAsync(CrmDb db, CancellationToken ct)
    {
        var row = await db.Set<PluginRevision>().AsTracking().SingleAsync(ct);
        return ++row.Value;
    }

    public async Task<IReadOnlyList<PluginOperation>> RunningAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await db.Set<PluginOperation>().AsNoTracking().Where(row => row.Status == PluginOperationStatus.Running).ToListAsync(ct);
    }

    /// <summary>Whether it is decided, as the database says: the operation is told then, too.</summary>
    public async Task<bool> IsDecidedAsync(PluginOperation operation, CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        var stored = await db.Set<PluginOperation>().AsNoTracking().SingleAsync(row => row.Id == operation.Id, ct);
        (operation.Step, operation.Revision, operation.Trail) = (stored.Step, stored.Revision, stored.Trail);
        return stored.Step >= PluginStep.Committed;
    }

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<PluginOperation>> OperationsAsync(CancellationToken ct)
    {
        await using var db = await contexts.OpenAsync(ct);
        return await db.Set<PluginOperation>().AsNoTracking().OrderByDescending(row => row.StartedAt).ThenByDescending(row => row.Id)
            .Take(OperationsShown).ToListAsync(ct);
    }

    /// <summary>
    /// Packages that nothing refers to any more, once nobody can fall back on them. One that was uploaded lately waits to be installed: another
    /// change that ends meanwhile doesn't take it away.
    /// </summary>
    public Task ForgetPackagesAsync(CancellationToken ct)
    {
        var before = clock.Now() - Waiting;
        return contexts.WriteAsync(db => db.Set<StoredPackage>()
            .Where(package => package.CreatedAt < before
                && !db.Set<PluginInstallation>().Any(row => row.Hash == package.Hash || row.PreviousHash == package.Hash)
                && !db.Set<PluginOperation>().Any(row => row.Status == PluginOperationStatus.Running && row.Hash == package.Hash))
            .ExecuteDeleteAsync(ct), ct);
    }

    Task UpdateAsync(PluginOperation operation, Action<PluginOperation> change, CancellationToken ct) =>
        ChangeAsync(db =>
        {
            db.Attach(operation);
            change(operation);
            return Task.FromResult(true);
        }, ct);

    /// <summary>Of which all nodes hear.</summary>
    async Task<T> ChangeAsync<T>(Func<CrmDb, Task<T>> change, CancellationToken ct)
    {
        var result = await contexts.WriteAsync(async db =>
        {
            await signal.TellAsync(db, ct);
            return await change(db);
        }, ct);
        signal.Hear();
        return result;
    }

    static Task<long> RevisionAsync(CrmDb db, CancellationToken ct) => db.Set<PluginRevision>().Select(row => row.Value).SingleAsync(ct);

    static async Task TrimAsync(CrmDb db, CancellationToken ct)
    {
        var oldest = await db.Set<PluginOperation>().OrderByDescending(row => row.StartedAt).Skip(OperationsKept).Select(row => row.StartedAt).FirstOrDefaultAsync(ct);
        await db.Set<PluginOperation>().Where(row => row.StartedAt <= oldest && row.Status != PluginOperationStatus.Running).ExecuteDeleteAsync(ct);
    }

    static AuditEntry EntryOf(PluginOperation operation) => new()
    {
        Kind = AuditKind.Write,
        RecordKind = "Plugin",
        Detail = $"{operation.Plugin} {operation.FromVersion ?? "-"} -> {operation.ToVersion ?? "-"}"
            + (operation.Data is { } data ? $" ({AuditRows.NameOf<PluginData>(data)})" : ""),
    };

    static string NameOf(PluginChangeKind kind) => $"plugin{kind}";
}

/// <summary>What is decided about plugins, as of a revision.</summary>
sealed record PluginDecisions(
    long Revision, IReadOnlyDictionary<string, PluginInstallation> ByPlugin, IReadOnlyDictionary<string, StoredSettings> Settings)
{
    /// <summary>As it would be with this decision.</summary>
    /// <param name="decision">Null: nothing is decided about the plugin any more, and its folder doesn't count.</param>
    public PluginDecisions With(string plugin, PluginInstallation? decision) =>
        this with { ByPlugin = new Dictionary<string, PluginInstallation>(ByPlugin) { [plugin] = decision ?? new() { Plugin = plugin } } };

    /// <summary>As it would be with these settings.</summary>
    public PluginDecisions With(StoredSettings settings) =>
        this with { Settings = new Dictionary<string, StoredSettings>(Settings) { [settings.Plugin] = settings } };
}
