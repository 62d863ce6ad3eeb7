using System.Data.Common;
using System.Text.Json;

namespace Crm.Headless.Server.Data.Search;

/// <param name="Parameters">Named @p0, @p1 ...</param>
sealed record SqlStatement(string Sql, params object[] Parameters);

/// <summary>The statements of the search index. Lists of rows go in as arrays on PostgreSQL, as JSON on SQLite.</summary>
abstract class SearchSql
{
    static readonly SearchSql Sqlite = new SqliteSearch(), PostgreSql = new PostgreSqlSearch();

    public static SearchSql For(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? Sqlite : PostgreSql;

    public abstract SqlStatement Known(IEnumerable<Guid> sources, IEnumerable<Guid> records);
    public abstract SqlStatement InsertTexts(IEnumerable<SearchText> texts);
    public abstract SqlStatement InsertPairs(IEnumerable<(string Pair, long Text)> pairs);
    public abstract SqlStatement DeletePairs(IEnumerable<(string Pair, long Text)> pairs);
    public abstract SqlStatement DeleteTexts(IEnumerable<long> ids);
    public abstract Guid ReadId(DbDataReader reader, int column);

    sealed class SqliteSearch : SearchSql
    {
        public override SqlStatement Known(IEnumerable<Guid> sources, IEnumerable<Guid> records) => new("""
            SELECT id, source_id, text, record_id FROM search_texts WHERE source_id IN (SELECT unhex(value) FROM json_each(@p0))
            UNION SELECT id, source_id, text, record_id FROM search_texts WHERE record_id IN (SELECT unhex(value) FROM json_each(@p1))
            """, Json(sources.Select(Hex)), Json(records.Select(Hex)));

        public override SqlStatement InsertTexts(IEnumerable<SearchText> texts) => new("""
            INSERT INTO search_texts (kind, record_id, source_id, text)
            SELECT value->>0, unhex(value->>1), unhex(value->>2), value->>3 FROM json_each(@p0) WHERE true RETURNING id, source_id
            """, Json(texts.Select(text => new object?[] { (int)text.Kind, Hex(text.Record), Hex(text.Source), text.Text })));

        public override SqlStatement InsertPairs(IEnumerable<(string Pair, long Text)> pairs) => new(
            "INSERT INTO search_pairs (pair, text_id) SELECT value->>0, value->>1 FROM json_each(@p0) ORDER BY 1, 2", Rows(pairs));

        public override SqlStatement DeletePairs(IEnumerable<(string Pair, long Text)> pairs) => new(
            "DELETE FROM search_pairs WHERE (pair, text_id) IN (SELECT value->>0, value->>1 FROM json_each(@p0))", Rows(pairs));

        public override SqlStatement DeleteTexts(IEnumerable<long> ids) => new(
            "DELETE FROM search_texts WHERE id IN (SELECT value FROM json_each(@p0))", Json(ids));

        public override Guid ReadId(DbDataReader reader, int column) => new((byte[])reader.GetValue(column), bigEndian: true);

        static string Rows(IEnumerable<(string Pair, long Text)> pairs) => Json(pairs.Select(pair => new object[] { pair.Pair, pair.Text }));

        static string Hex(Guid id) => Convert.ToHexString(id.ToByteArray(bigEndian: true));

        static string Json<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows);
    }

    sealed class PostgreSqlSearch : SearchSql
    {
        public override SqlStatement Known(IEnumerable<Guid> sources, IEnumerable<Guid> records) => new("""
            SELECT id, source_id, text, record_id FROM search_texts WHERE source_id = ANY (@p0)
            UNION SELECT id, source_id, text, record_id FROM search_texts WHERE record_id = ANY (@p1)
            """, sources.ToArray(), records.ToArray());

        public override SqlStatement InsertTexts(IEnumerable<SearchText> texts)
        {
            var rows = texts.ToList();
            return new("""
                INSERT INTO search_texts (kind, record_id, source_id, text)
                SELECT * FROM unnest(@p0, @p1, @p2, @p3) RETURNING id, source_id
                """,
                rows.Select(text => (int)text.Kind).ToArray(), rows.Select(text => text.Record).ToArray(),
                rows.Select(text => text.Source).ToArray(), rows.Select(text => text.Text!).ToArray());
        }

        public override SqlStatement InsertPairs(IEnumerable<(string Pair, long Text)> pairs)
            => Pairs("INSERT INTO search_pairs (pair, text_id) SELECT * FROM unnest(@p0, @p1)", pairs);

        public override SqlStatement DeletePairs(IEnumerable<(string Pair, long Text)> pairs)
            => Pairs("DELETE FROM search_pairs USING unnest(@p0, @p1) AS gone (pair, text_id) WHERE search_pairs.pair = gone.pair AND search_pairs.text_id = gone.text_id", pairs);

        public override SqlStatement DeleteTexts(IEnumerable<long> ids) => new("DELETE FROM search_texts WHERE id = ANY (@p0)", ids.ToArray());

        public override Guid ReadId(DbDataReader reader, int column) => reader.GetGuid(column);

        static SqlStatement Pairs(string sql, IEnumerable<(string Pair, long Text)> pairs)
        {
            var rows = pairs.ToList();
            return new(sql, rows.Select(row => row.Pair).ToArray(), rows.Select(row => row.Text).ToArray());
        }
    }
}
