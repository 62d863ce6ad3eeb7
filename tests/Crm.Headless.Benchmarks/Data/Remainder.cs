using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace Crm.Headless.Benchmarks.Data;

/// <summary>
/// What the API rightly doesn't let anybody say: when a record was created, and points that no purchase earned. Written past the server,
/// while it is stopped, so that every peer has the same rows.
/// </summary>
static class Remainder
{
    /// <summary>The lifetime points from which the data set's tiers are reached.</summary>
    public static IReadOnlyDictionary<string, long> Tiers { get; } =
        new Dictionary<string, long> { ["BRONZE"] = 0, ["SILVER"] = 1_000, ["GOLD"] = 5_000, ["PLATINUM"] = 20_000 };

    public static async Task WriteAsync(DataSet data, RowsDatabase database, IReadOnlyList<string> contacts)
    {
        var start = Stopwatch.GetTimestamp();
        Guid[] keys = [.. contacts.Select(KeyOf)];
        await database.ExecuteAsync("DELETE FROM loyalty_entries", "DELETE FROM loyalty_accounts");
        await database.RepeatAsync("UPDATE contacts SET created_at = @a WHERE id = @b",
            data.Read("SELECT created_at, id FROM contact ORDER BY id").Select(row => new object[] { Time(row[0]), keys[(long)row[1] - 1] }));
        await database.RepeatAsync(
            "INSERT INTO loyalty_accounts (id, contact_id, balance, lifetime_points, enrolled_at, last_sequence, version) VALUES (@a, @b, @c, @d, @e, 0, 0)",
            data.Read("SELECT contact_id, balance, tier FROM loyalty_account ORDER BY id").Select(row => new object[]
            {
                Guid.CreateVersion7(), keys[(long)row[0] - 1], (long)row[1], Tiers[((string)row[2]).ToUpperInvariant()], DateTimeOffset.UtcNow,
            }));
        // The anchors' databases are analyzed, and PostgreSQL would do it by itself were its housekeeping not off for even runs.
        await database.ExecuteAsync(database.Postgres ? "VACUUM ANALYZE" : "ANALYZE");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"dates of creation and loyalty accounts, by SQL, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }

    /// <summary>An id of the API is the type's name, a colon and the key's 16 bytes.</summary>
    static Guid KeyOf(string id) => new(Base64Url.DecodeFromChars(id).AsSpan()[^16..], bigEndian: true);

    static DateTimeOffset Time(object text) => DateTimeOffset.Parse((string)text, CultureInfo.InvariantCulture);
}
