using System.Buffers.Text;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Data.Sensitive;

namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>
/// Encrypts all that is stored with the active key. What is done is told by the values themselves: whoever is interrupted goes on where it
/// stopped, and servers go on writing meanwhile.
/// </summary>
internal sealed class DataKeyRotation(Database database, DataKeyStore store, DataKeyStart keys, DataProtector protector, TimeProvider clock)
{
    /// <summary>By the machine's clock: until the servers of this data folder have read the file again, and written what they had begun.</summary>
    static readonly TimeSpan Spread = TimeSpan.FromSeconds(3);

    /// <summary>Makes a new active key, unless there is one for which not everything is done.</summary>
    /// <exception cref="StartupException">The keys are the administrator's own, and the active one has encrypted everything already.</exception>
    public async Task<DataKey> BeginAsync(CancellationToken ct)
    {
        var ring = store.Current;
        if ((await keys.NeededAsync(ct)).Any(id => id != ring.Active.Id)) return ring.Active;
        if (store.IsConfigured)
            throw new StartupException(
                $"Everything is encrypted with \"{ring.Active.Id}\", the first key of the setting {DataKeyStore.Setting}. For a new one: add it as the last "
                + "key on every node and restart them, then make it the first one on every node and restart them, then run this command again.");
        var key = DataKey.Make(clock.GetUtcNow());
        store.File.Write([key, .. ring.Keys], replace: true);
        store.Find();
        await keys.RegisterAsync(key, ct);
        return key;
    }

    /// <summary>Afterwards nothing needs the older keys any more.</summary>
    /// <param name="progress">Takes a line for each column.</param>
    public async Task RunAsync(Func<string, Task> progress, CancellationToken ct)
    {
        await Task.Delay(Spread, ct);
        foreach (var column in await ProtectedColumns.AllAsync(database, ct))
        {
            long done = 0;
            while (await PassAsync(column, ct) is > 0 and var count) done += count;
            await progress($"{column.Table}.{column.Name}: {done:N0} values encrypted anew.");
        }
        await keys.RewrapLookupAsync(ct);
        foreach (var id in await keys.NeededAsync(ct))
            if (id != store.Current.Active.Id)
                await keys.ForgetAsync(id, ct);
    }

    /// <summary>Takes the older keys out of the file.</summary>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<string> DropOld()
    {
        var ring = store.Current;
        if (ring.Keys.Count > 1) store.File.Write([ring.Active], replace: true);
        return [.. ring.Keys.Skip(1).Select(key => key.Id)];
    }

    /// <summary>Once through the column. Behind its back others may still have written with an older key: the last pass finds nothing.</summary>
    async Task<long> PassAsync(ProtectedColumn column, CancellationToken ct)
    {
        var rows = new ProtectedRows(database, column);
        long count = 0;
        ProtectedRow? last = null;
        while (await rows.ReadAsync(last, ct) is { Count: > 0 } some)
        {
            var outdated = some.Where(row => !protector.IsCurrent(BytesOf(row))).ToList();
            await rows.WriteAsync([.. outdated.Select(row => (row, Renew(row, column.Purpose), (object?)null))], ct);
            count += outdated.Count;
            last = some[^1];
        }
        return count;
    }

    object Renew(ProtectedRow row, string purpose) => row.Value is string text
        ? protector.Protect(protector.Unprotect(text, purpose), purpose)
        : protector.Protect(protector.Unprotect((byte[])row.Value, purpose), purpose);

    static byte[] BytesOf(ProtectedRow row) => row.Value is string text ? Base64Url.DecodeFromChars(text) : (byte[])row.Value;
}
