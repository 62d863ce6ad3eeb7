using System.Data.Common;
using Crm.Headless.Server.Data;

namespace Crm.Headless.Testing.Conformance;

/// <summary>What a database says about its tables, one fact a line, for comparing two of them.</summary>
static class SchemaFacts
{
    const string Sqlite = """
        SELECT t.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull" || ' pk=' || c.pk FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\_\_%' ESCAPE '\' AND t.name NOT LIKE 'search\_%' ESCAPE '\' AND t.name <> 'sqlite_sequence'
        UNION ALL SELECT t.name || ' ' || i.name || ' unique=' || i."unique" || ' origin=' || i.origin || ' ' || (SELECT group_concat(k.name || ' ' || k.coll) FROM pragma_index_xinfo(i.name) k WHERE k.key) || COALESCE(' ' || substr(m.sql, instr(m.sql, 'WHERE')), '') FROM sqlite_master t JOIN pragma_index_list(t.name) i LEFT JOIN sqlite_master m ON m.name = i.name AND m.sql LIKE '%WHERE%' WHERE t.type = 'table' AND t.name NOT LIKE '\_\_%' ESCAPE '\' AND t.name NOT LIKE 'search\_%' ESCAPE '\' AND t.name <> 'sqlite_sequence'
        UNION ALL SELECT t.name || ' fk ' || f."from" || ' -> ' || f."table" || '.' || f."to" || ' ' || f.on_delete FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND t.name NOT LIKE '\_\_%' ESCAPE '\' AND t.name NOT LIKE 'search\_%' ESCAPE '\' AND t.name <> 'sqlite_sequence'
        """;

    const string PostgreSql = """
        SELECT format('%s.%s %s null=%s collation=%s identity=%s', table_name, column_name, data_type, is_nullable, collation_name, is_identity) FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_%' AND table_name NOT LIKE 'search\_%'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_%' AND tablename NOT LIKE 'search\_%'
        UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%\_\_migrations%' AND conrelid::regclass::text NOT LIKE 'search\_%'
        """;

    /// <summary>
    /// An index that only makes reading faster. Migrations may make more of them than EF's model can tell of: on a part of a complex value, or on an
    /// expression.
    /// </summary>
    public static bool IsForSpeed(string fact) =>
        fact.StartsWith("CREATE INDEX ", StringComparison.Ordinal) || fact.Contains(" unique=0 origin=c ", StringComparison.Ordinal);

    public static async Task<IReadOnlyList<string>> ReadAsync(Database database)
    {
        await using var connection = await database.OpenAsync(default);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Provider == DatabaseProvider.Sqlite ? Sqlite : PostgreSql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var facts = new List<string>();
        while (await reader.ReadAsync())
            if (!await reader.IsDBNullAsync(0))
                facts.Add(reader.GetString(0));
        return [.. facts.Order(StringComparer.Ordinal)];
    }
}
