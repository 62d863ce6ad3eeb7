namespace Crm.Headless.Server.Security.DataKeys;

/// <summary>The keys that this process has: one that encrypts, and those before it, which only decrypt.</summary>
/// <param name="origin">Where they stand, for messages.</param>
internal sealed class DataKeyRing(IReadOnlyList<DataKey> keys, string origin)
{
    readonly Dictionary<string, DataKey> _byId = keys.ToDictionary(key => key.Id);

    public DataKey Active => keys[0];
    public IReadOnlyList<DataKey> Keys => keys;
    public string Origin => origin;

    public DataKey? Find(string id) => _byId.GetValueOrDefault(id);

    /// <exception cref="StartupException">There is none, or two have the same id.</exception>
    public static DataKeyRing Of(IReadOnlyList<DataKey> keys, string origin)
    {
        if (keys.Count == 0) throw new StartupException($"{origin} has no data key. Put at least one there, or remove it.");
        if (keys.GroupBy(key => key.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new StartupException($"The data key \"{twice.Key}\" stands twice in {origin}. Give each key an id of its own.");
        return new(keys, origin);
    }
}
