using System.Security.Cryptography;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>
/// Before anything is served: makes the first key, and sees to it that this process has the keys that the database was written with. For
/// each of them the database keeps a value that only the key itself gives.
/// </summary>
internal sealed class DataKeyStart(DataKeyStore store, Database database, DataProtector protector, TimeProvider clock)
{
    const string First = "data_keys_begun";
    const string Check = "data_key:";
    const string LookupSecret = "data_lookup_secret";
    const string LookupPurpose = "lookup secret";

    /// <exception cref="StartupException">A key is missing, or isn't the one that it was.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var known = await database.Installation.ListAsync(Check, ct);
        var ring = store.Find() ?? (known.Count == 0 ? await MakeFirstAsync(ct) : throw Missing([.. known.Keys], "It has none."));
        var missing = known.Keys.Where(id => ring.Find(id) is null).ToList();
        if (missing.Count > 0) throw Missing(missing, $"It has {Names(ring.Keys.Select(key => key.Id))} from {ring.Origin}.");
        foreach (var key in ring.Keys)
            if (known.TryGetValue(key.Id, out var value) && value != CheckOf(key))
                throw new StartupException(
                    $"The data key \"{key.Id}\" in {ring.Origin} is not the one that this database was encrypted with. Put back the right one.");
        await database.Installation.TryAddAsync(Check + ring.Active.Id, CheckOf(ring.Active), ct);
        await OpenLookupAsync(ct);
    }

    /// <summary>From now on a process needs this key to start.</summary>
    public Task RegisterAsync(DataKey key, CancellationToken ct) => database.Installation.TryAddAsync(Check + key.Id, CheckOf(key), ct);

    /// <summary>Nothing needs this key any more.</summary>
    public Task ForgetAsync(string id, CancellationToken ct) => database.Installation.RemoveAsync(Check + id, ct);

    /// <summary>The ids of the keys that a process needs to start.</summary>
    public async Task<IReadOnlyList<string>> NeededAsync(CancellationToken ct) => [.. (await database.Installation.ListAsync(Check, ct)).Keys];

    /// <summary>Encrypts the secret of the keyed hashes with the active key.</summary>
    public async Task RewrapLookupAsync(CancellationToken ct)
    {
        var stored = await database.Installation.ReadAsync(LookupSecret, ct);
        await database.Installation.SetAsync(LookupSecret, Wrap(Unwrap(stored!)), ct);
    }

    async Task OpenLookupAsync(CancellationToken ct)
    {
        await database.Installation.TryAddAsync(LookupSecret, Wrap(RandomNumberGenerator.GetBytes(DataKey.Size)), ct);
        protector.HashWith(Unwrap((await database.Installation.ReadAsync(LookupSecret, ct))!));
    }

    string Wrap(byte[] secret) => Convert.ToBase64String(protector.Protect(secret, LookupPurpose));

    byte[] Unwrap(string stored) => protector.Unprotect(Convert.FromBase64String(stored), LookupPurpose);

    /// <summary>Of several nodes that start at once on a new database, one makes the key; the others are told to fetch it.</summary>
    async Task<DataKeyRing> MakeFirstAsync(CancellationToken ct)
    {
        var key = DataKey.Make(clock.GetUtcNow());
        var isOurs = store.File.Write([key], replace: false);
        var ring = store.Find()!;
        if (await database.Installation.TryAddAsync(First, ring.Active.Id, ct)) return ring;
        var first = (await database.Installation.ReadAsync(First, ct))!;
        if (ring.Find(first) is not null) return ring;
        if (isOurs) store.File.Delete();
        throw Missing([first], "Another node made it at the same moment.");
    }

    StartupException Missing(IReadOnlyList<string> ids, string found) => new(
        $"This database was encrypted with the data {(ids.Count == 1 ? "key" : "keys")} {Names(ids)}, which this process doesn't have. {found} "
        + $"Copy {store.File.Path} from the node or the backup that has it (chmod 600), or add it to {DataKeyStore.Setting}.");

    static string Names(IEnumerable<string> ids) => string.Join(", ", ids.Select(id => $"\"{id}\""));

    static string CheckOf(DataKey key) => Convert.ToHexString(HMACSHA256.HashData(key.Derive("check", key.Id), "crm"u8));
}
