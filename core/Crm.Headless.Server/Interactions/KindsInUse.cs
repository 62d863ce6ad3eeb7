using Crm.Headless.GraphQL.Building;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Server.Interactions;

/// <summary>The kinds that recorded interactions have, whoever declared them.</summary>
sealed record KindsInUse(IReadOnlyCollection<string> Kinds)
{
    // A step through the index for each kind, however many interactions have it.
    const string Sql = """
        WITH RECURSIVE kinds(kind) AS (
          SELECT MIN(kind) FROM interactions
          UNION ALL
          SELECT (SELECT MIN(later.kind) FROM interactions AS later WHERE later.kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)
        SELECT kind FROM kinds WHERE kind IS NOT NULL
        """;

    /// <summary>What the schema keeps of them when their plugin is gone.</summary>
    public RetiredValues Retired => new(typeof(InteractionKind), Kinds,
        "The plugin that brought this kind takes no part any more. Interactions that have it can be read; nothing new can be recorded with it.");

    public static async Task<KindsInUse> ReadAsync(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var kinds = new List<string>();
        while (await rows.ReadAsync(ct)) kinds.Add(rows.GetString(0));
        return new(kinds);
    }
}
