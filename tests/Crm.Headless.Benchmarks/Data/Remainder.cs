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
    /// <summary>The programme that the plugin brings along.</summary>
    static readonly Guid Program = new("0199c0de-0000-7000-8000-000000000001");

    /// <summary>The data set's tiers are no function of the points, so each contact is given its tier, as a member's standing.</summary>
    const string Account = """
        INSERT INTO loyalty_accounts (id, program_id, contact_id, status, pending, available, held, debt, balance, qualifying, enrolled_at, tier_code,
            tier_rank, tier_is_overridden, tier_points, tier_spend, tier_interactions, tier_counted, tier_measured_at, sequence, version)
        VALUES (@a, @b, @c, 'ACTIVE', 0, @d, 0, 0, @d, 0, @e, @f, 1, false, 0, 0, 0, 0, @e, 0, 0)
        """;

    public static async Task WriteAsync(DataSet data, RowsDatabase database, IReadOnlyList<string> contacts)
    {
        var start = Stopwatch.GetTimestamp();
        Guid[] keys = [.. contacts.Select(KeyOf)];
        await database.ExecuteAsync("DELETE FROM loyalty_lots", "DELETE FROM loyalty_accounts"); // the ledger can't be removed, and isn't read
        await database.RepeatAsync("UPDATE contacts SET created_at = @a WHERE id = @b",
            data.Read("SELECT created_at, id FROM contact ORDER BY id").Select(row => new object[] { Time(row[0]), keys[(long)row[1] - 1] }));
        await database.RepeatAsync(
            Account,
            data.Read("SELECT contact_id, balance, tier FROM loyalty_account ORDER BY id").Select(row => new object[]
            {
                Guid.CreateVersion7(), Program, keys[(long)row[0] - 1], (long)row[1], DateTimeOffset.UtcNow, ((string)row[2]).ToUpperInvariant(),
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
