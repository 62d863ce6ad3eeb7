using System.Text.Json;
using Crm.Headless.Server.Plugins.Settings;
using Crm.Headless.Server.Security;

namespace Crm.Headless.Server.Data.Sensitive;

/// <summary>
/// The columns with encrypted values that this database ever had, those of plugins that are gone as well: their rows are still there, and
/// somebody may bring the plugin back.
/// </summary>
static class ProtectedColumns
{
    const string Known = "sensitive_column:";

    static readonly ProtectedColumn[] s_own =
    [
        new("signing_keys", "private_key", ["id"], SigningKeys.Purpose, null),
        new("plugin_settings", "secrets", ["plugin"], StoredSettings.Purpose, null),
    ];

    /// <summary>Remembers those of a generation.</summary>
    public static async Task RememberAsync(Database database, IEnumerable<ProtectedColumn> columns, CancellationToken ct)
    {
        foreach (var column in columns)
            await database.Installation.TryAddAsync($"{Known}{column.Table}.{column.Name}", JsonSerializer.Serialize(column), ct);
    }

    /// <summary>All whose table is there.</summary>
    public static async Task<IReadOnlyList<ProtectedColumn>> AllAsync(Database database, CancellationToken ct)
    {
        var known = await database.Installation.ListAsync(Known, ct);
        var all = new List<ProtectedColumn>();
        foreach (var column in s_own.Concat(known.Values.Select(json => JsonSerializer.Deserialize<ProtectedColumn>(json)!)))
            if (await new ProtectedRows(database, column).ExistsAsync(ct))
                all.Add(column);
        return all;
    }
}
