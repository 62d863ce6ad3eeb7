namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>
/// Where this process has its keys from: the setting <c>Crm:Security:DataKeys</c>, else the file <c>data-keys.json</c> of the data folder.
/// Never the database, which would then hold the key beside the lock.
/// </summary>
internal sealed class DataKeyStore(IConfiguration configuration, ILogger<DataKeyStore> log)
{
    public const string Setting = "Crm:Security:DataKeys";

    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    readonly Lock _lock = new();
    readonly DataKeyFile _file = new(System.IO.Path.Combine(DataFolder.PathOf(configuration), "data-keys.json"));
    volatile Loaded? _loaded;

    public DataKeyFile File => _file;

    /// <summary>Whether the keys are the administrator's own business.</summary>
    public bool IsConfigured => configuration.GetSection(Setting).GetChildren().Any();

    /// <exception cref="StartupException">There are none yet, or they can't be used.</exception>
    public DataKeyRing Current => (_loaded is { } known && !IsOutdated(known) ? known.Ring : Load(known: _loaded)) ?? throw new StartupException(
        $"There are no data keys yet: neither the setting {Setting} nor {_file.Path}. Start the server once, which makes them.");

    /// <summary>Null when there are none.</summary>
    public DataKeyRing? Find() => Load(known: null);

    /// <summary>A key that may have come after the others were read; null when it isn't there.</summary>
    public DataKey? Find(string id) => Current.Find(id) ?? Load(known: null)?.Find(id);

    DataKeyRing? Load(Loaded? known)
    {
        lock (_lock)
        {
            try
            {
                var writtenAt = _file.WrittenAt;
                if (Read() is not { } ring) return null;
                _loaded = new(ring, writtenAt, TimeProvider.System.GetTimestamp());
                return ring;
            }
            catch (StartupException e) when (known is not null)
            {
                // What was read before goes on to count: a server doesn't stop because of a file that somebody is editing.
                log.LogError("The data keys can't be read again: {Cause}", e.Message);
                _loaded = known with { CheckedAt = TimeProvider.System.GetTimestamp() };
                return known.Ring;
            }
        }
    }

    DataKeyRing? Read()
    {
        var configured = configuration.GetSection(Setting).GetChildren().ToList();
        return configured.Count == 0
            ? _file.Read()
            : DataKeyRing.Of([.. configured.Select(key => DataKey.Read(key["Id"], key["Key"], $"the setting {Setting}"))], $"the setting {Setting}");
    }

    bool IsOutdated(Loaded known)
    {
        if (IsConfigured || TimeProvider.System.GetElapsedTime(known.CheckedAt) < Freshness) return false;
        if (_file.WrittenAt is { } now && now != known.WrittenAt) return true;
        _loaded = known with { CheckedAt = TimeProvider.System.GetTimestamp() };
        return false;
    }

    sealed record Loaded(DataKeyRing Ring, DateTime? WrittenAt, long CheckedAt);
}
