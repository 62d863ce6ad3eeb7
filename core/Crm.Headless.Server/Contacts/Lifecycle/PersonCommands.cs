using Crm.Headless.GraphQL.Execution;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Events;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Plugins.Containment;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Contacts.Lifecycle;

/// <summary>
/// What happens to a person as a whole: plugins say first what becomes of their rows, each in its time, then all of it is written in one
/// transaction with what core does.
/// </summary>
sealed class PersonCommands(
    IServiceScopeFactory scopes, PersonLifecycles lifecycles, PluginHistories histories, IDbContextFactory<CrmDb> contexts, RowPolicies policies,
    PluginWriter writer, ReadSession reads, Actor actor, PluginLimits limits, TimeProvider clock)
{
    const int MaxAttempts = 3;

    public async Task<ContactMergePreview> PreviewAsync(MergeContactsInput input, CancellationToken ct)
    {
        var (survivor, merged, isBlind) = await SeenAsync(input, ct);
        await using var attempt = PluginAttempt.OfSystem(scopes);
        var plugins = new List<MergedRows>();
        await CallAllAsync(attempt, async (plugin, lifecycle, token) =>
            plugins.AddRange((await lifecycle.CountAsync(merged.Id, token)).Select(pair => new MergedRows(plugin, pair.Key, pair.Value))), ct);
        // What differs would tell whoever doesn't see it whether a guess was right.
        return new(isBlind ? [] : MergeFields.Taken(survivor, merged, input.Take ?? []), [.. await CountAsync(merged.Id, ct), .. plugins], await PassiveAsync(ct));
    }

    public async Task<Contact> MergeAsync(MergeContactsInput input, CancellationToken ct)
    {
        await SeenAsync(input, ct);
        await RequireAcceptedAsync(input.AcceptPlugins, ct);
        var merge = new ContactMerge(Guid.CreateVersion7(clock.GetUtcNow()), input.SurvivorId, input.MergedId);
        return await RunAsync(
            (lifecycle, token) => lifecycle.MergeAsync(merge, token),
            (db, token) => ContactMerging.MergeAsync(db, merge, input.Take ?? [], (input.SurvivorVersion, input.MergedVersion), clock.Now(), token), ct);
    }

    public async Task<Contact> UnmergeAsync(UnmergeContactsInput input, CancellationToken ct)
    {
        var merge = await FindMergeAsync(input.MergedId, ct);
        await RequireAcceptedAsync(input.AcceptPlugins, ct);
        return await RunAsync(
            (lifecycle, token) => lifecycle.UnmergeAsync(merge, token), (db, token) => ContactMerging.UnmergeAsync(db, merge, clock.Now(), token), ct);
    }

    /// <returns>The ids that are gone: the contact's, and those of contacts that were merged into it.</returns>
    public async Task<IReadOnlyList<Guid>> EraseAsync(EraseContactInput input, CancellationToken ct)
    {
        await RequireAcceptedAsync(input.AcceptPlugins, ct);
        for (var attempt = 1; ; attempt++)
        {
            var ids = await PersonAsync(input.Id, ct);
            try
            {
                return await EraseAsync(ids, input.Version, ct);
            }
            catch (PersonChangedException) when (attempt < MaxAttempts)
            {
                // Nothing was written. Who belongs to the person now is looked up again.
            }
        }
    }

    Task<IReadOnlyList<Guid>> EraseAsync(Guid[] ids, int? version, CancellationToken ct) => RunAsync(
        async (lifecycle, token) =>
        {
            foreach (var id in ids) await lifecycle.EraseAsync(id, token);
        },
        (db, token) => ContactErasing.EraseAsync(db, ids, version, token), ct);

    public async Task<Dictionary<string, object?>> ExportAsync(Guid id, CancellationToken ct)
    {
        if (!actor.Principal.Access.ReadsPersonalData) throw new ExportNeedsPersonalDataException();
        if (actor.Units is not null || policies.MaskAnything) throw new ExportNeedsWholeSightException();
        var ids = await PersonAsync(id, ct);
        await using var attempt = PluginAttempt.OfSystem(scopes);
        var plugins = new Dictionary<string, object?>();
        await CallAllAsync(attempt, async (plugin, lifecycle, token) =>
        {
            var parts = new List<object>();
            foreach (var one in ids)
                if (await lifecycle.ExportAsync(one, token) is { } part) parts.Add(part);
            if (parts.Count > 0) plugins[plugin] = parts.Count == 1 ? parts[0] : parts;
        }, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var export = await ContactExporting.ExportAsync(db, ids, ct);
        export["plugins"] = plugins;
        if (await PassiveAsync(ct) is { Count: > 0 } passive) export["pluginsWithoutExport"] = passive;
        return export;
    }

    /// <summary>
    /// Plugins that keep rows about contacts and don't say what becomes of them, and those that can't be asked: their tables are there, and they
    /// don't serve.
    /// </summary>
    async Task<IReadOnlyList<string>> PassiveAsync(CancellationToken ct) =>
        [.. lifecycles.Passive, .. (await histories.OwnersAsync(ct)).Except(lifecycles.Asked)];

    /// <exception cref="PluginsPassiveException">One of them wasn't accepted.</exception>
    async Task RequireAcceptedAsync(IReadOnlyList<string>? accepted, CancellationToken ct)
    {
        var open = (await PassiveAsync(ct)).Except(accepted ?? []).ToList();
        if (open.Count > 0) throw new PluginsPassiveException(open);
    }

    /// <summary>The contact and those merged into it, which are one person.</summary>
    async Task<Guid[]> PersonAsync(Guid id, CancellationToken ct)
    {
        await using var db = await SeenDbAsync(ct);
        var found = await db.Seen<Contact>().Where(contact => contact.Id == id).Select(contact => new { contact.Id, contact.MergedIntoId }).SingleOrDefaultAsync(ct)
            ?? throw new NotFoundException(FieldPath.Input["id"], nameof(Contact), id);
        db.Policies = null;
        if (found.MergedIntoId is { } into) throw new ContactMergedException(FieldPath.Input["id"], into);
        var others = await db.Set<Contact>().Where(contact => contact.MergedIntoId == id).OrderBy(contact => contact.Id).Select(contact => contact.Id).ToListAsync(ct);
        return [id, .. others];
    }

    async Task<ContactMerge> FindMergeAsync(Guid mergedId, CancellationToken ct)
    {
        await using var db = await SeenDbAsync(ct);
        var isSeen = await db.Seen<Contact>().AnyAsync(contact => contact.Id == mergedId, ct);
        db.Policies = null;
        if (!isSeen) throw new NotFoundException(FieldPath.Input["mergedId"], nameof(Contact), mergedId);
        var record = await db.Set<MergeRecord>().AsNoTracking().SingleOrDefaultAsync(row => row.MergedId == mergedId, ct) ?? throw new ContactNotMergedException(mergedId);
        var into = await db.Set<Contact>().Where(contact => contact.Id == record.SurvivorId).Select(contact => contact.MergedIntoId).SingleAsync(ct);
        return into is { } next
            ? throw new ContactMergedException(FieldPath.Input["mergedId"], next)
            : new(record.Id, record.SurvivorId, record.MergedId);
    }

    async Task<(Contact Survivor, Contact Merged, bool IsBlind)> SeenAsync(MergeContactsInput input, CancellationToken ct)
    {
        var (survivor, merged) = (input.SurvivorId, input.MergedId);
        if (survivor == merged) throw new SameContactException();
        await using var db = await SeenDbAsync(ct);
        db.RequireSight(input.Take is { Count: > 0 }, FieldPath.Input["take"]);
        var isBlind = db.IsBlind();
        var ids = new[] { survivor, merged };
        var found = await db.Seen<Contact>().AsNoTracking().Where(contact => EF.Parameter(ids).Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, ct);
        db.Policies = null;
        foreach (var (id, field) in ids.Zip(["survivorId", "mergedId"]))
            if (!found.ContainsKey(id)) throw new NotFoundException(FieldPath.Input[field], nameof(Contact), id);
        foreach (var (id, field) in ids.Zip(["survivorId", "mergedId"]))
            if (found[id].MergedIntoId is { } into) throw into == survivor ? new SameContactException() : new ContactMergedException(FieldPath.Input[field], into);
        return (found[survivor], found[merged], isBlind);
    }

    async Task<CrmDb> SeenDbAsync(CancellationToken ct)
    {
        var db = await contexts.CreateDbContextAsync(ct);
        db.Policies = policies;
        return db;
    }

    async Task<IEnumerable<MergedRows>> CountAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return
        [
            new("core", nameof(ContactPoint), await db.Set<ContactPoint>().LongCountAsync(row => row.ContactId == id, ct)),
            new("core", nameof(Affiliation), await db.Set<Affiliation>().LongCountAsync(row => row.ContactId == id, ct)),
            new("core", nameof(Identity), await db.Set<Identity>().LongCountAsync(row => row.ContactId == id, ct)),
            new("core", nameof(ExternalId), await db.Set<ExternalId>().LongCountAsync(row => row.ContactId == id, ct)),
            new("core", nameof(Interaction), await db.Set<Interaction>().LongCountAsync(row => row.ContactId == id, ct)),
        ];
    }

    /// <summary>Each plugin has its time, and sees all rows, whoever acts.</summary>
    async Task CallAllAsync(PluginAttempt attempt, Func<string, IPersonLifecycle, CancellationToken, Task> call, CancellationToken ct)
    {
        foreach (var (plugin, make) in lifecycles.Of(attempt.Services))
        {
            try
            {
                await attempt.CallAsync(async token =>
                {
                    await call(plugin.Id, make(), token);
                    return true;
                }, "", limits.Hook, ct);
            }
            catch (TimeoutException)
            {
                throw new PluginTimeoutException(plugin, "What it does for a person", limits.Hook, "Nothing was changed.");
            }
            catch (Exception failure) when (failure is not (CrmException or OperationCanceledException))
            {
                throw new PluginFailedException(plugin, failure);
            }
        }
    }

    async Task<T> RunAsync<T>(Func<IPersonLifecycle, CancellationToken, Task> hook, Func<CrmDb, CancellationToken, Task<T>> core, CancellationToken ct)
    {
        await using var attempt = PluginAttempt.OfSystem(scopes);
        var result = await attempt.Store.ChangeAsync<T>(
            token => CallAllAsync(attempt, (_, lifecycle, its) => hook(lifecycle, its), token),
            (db, change, token) => writer.CommitAsync(db, actor, async inner => change(await WriteAsync(db, core, inner)), token), ct);
        await reads.RenewAsync();
        return result;

        async Task<T> WriteAsync(CrmDb db, Func<CrmDb, CancellationToken, Task<T>> core, CancellationToken ct)
        {
            await db.SaveChangesAsync(ct); // the plugins' rows: what they drop may stand in core's way
            return await core(db, ct);
        }
    }
}
