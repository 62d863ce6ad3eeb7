using System.Data.Common;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Data.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.Headless.Server.Plugins.Life;

/// <summary>Finds rows that hold a member of an enum which the next version of their plugin doesn't have: it couldn't read them.</summary>
sealed class ForgottenMembers(Database database)
{
    /// <param name="before">The plugin as it serves; null: it doesn't, and nobody knows which members it had.</param>
    /// <param name="after">The plugin as it would serve.</param>
    /// <param name="old">The database as the plugins see it that serve.</param>
    /// <param name="next">The same, as they would.</param>
    public async Task<IReadOnlyList<PluginPlanFinding>> FindAsync(
        LoadedPlugin? before, LoadedPlugin? after, CrmContexts old, CrmContexts next, CancellationToken ct)
    {
        if (before is null || after is null) return [];
        var had = Columns(before, old);
        // Only what is gone is looked for: the tables may be large.
        var gone = (from column in Columns(after, next)
                    where had.ContainsKey(column.Key)
                    from member in had[column.Key].Except(column.Value)
                    select (Column: column.Key, Member: member)).ToList();
        if (gone.Count == 0) return [];
        var findings = new List<PluginPlanFinding>();
        await using var connection = await database.OpenAsync(ct);
        foreach (var (column, member) in gone)
            if (await CountAsync(connection, column, member, ct) is > 0 and var rows)
                findings.Add(new($"{column.Table}.{column.Name}.{member}", PluginFindingSeverity.Breaking, null, after.Id,
                    $"{(rows == 1 ? $"1 row of {column.Table} holds" : $"{rows} rows of {column.Table} hold")} {member} in {column.Name}, "
                    + $"which {after.Manifest.Version} doesn't know: it can't read them, unless one of its migrations changes them."));
        return findings;
    }

    /// <summary>Where the plugin's rows hold members of enums, and which there are.</summary>
    static Dictionary<(string Table, string Name), IReadOnlyCollection<string>> Columns(LoadedPlugin plugin, CrmContexts contexts)
    {
        using var db = contexts.Factory.CreateDbContext();
        var found = new Dictionary<(string, string), IReadOnlyCollection<string>>();
        foreach (var entity in db.Model.GetEntityTypes().Where(entity => plugin.Types.Contains(entity.ClrType)))
            if (StoreObjectIdentifier.Create(entity, StoreObjectType.Table) is { } table)
                foreach (var property in entity.GetProperties())
                    if (property.GetValueConverter() is EnumText text && property.GetColumnName(table) is { } column)
                        found.TryAdd((table.Name, column), text.Members);
        return found;
    }

    static async Task<long> CountAsync(DbConnection connection, (string Table, string Name) column, string member, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"{column.Table}\" WHERE \"{column.Name}\" = @member";
        command.AddParameter("@member", member);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), null);
    }
}
