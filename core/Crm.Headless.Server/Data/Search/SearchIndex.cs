using Crm.Headless.Server.Data.Search;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Data;

/// <summary>Finds contacts, accounts, units and users by any part of their names, emails and phone numbers.</summary>
internal sealed class SearchIndex(Database database, ReadSession reads)
{
    /// <summary>More answers than this are not ranked: whoever sees so many types another letter.</summary>
    const int MaxCandidates = 1000;

    /// <summary>Pairs with more texts than this are all alike: frequent.</summary>
    const int Frequent = 20_000;

    /// <summary>The best active records first, each once. Every word must be found in one of the record's texts.</summary>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(string text, IReadOnlyCollection<SearchKind> kinds, int limit, CancellationToken ct)
    {
        var query = SearchQuery.Parse(text);
        return query.Words.Count == 0 || kinds.Count == 0
            ? Task.FromResult<IReadOnlyList<SearchHit>>([])
            : reads.ReadAsync(db => SearchAsync(db, query, kinds, limit, ct), ct);
    }

    async Task<IReadOnlyList<SearchHit>> SearchAsync(CrmDb db, SearchQuery query, IReadOnlyCollection<SearchKind> kinds, int limit, CancellationToken ct)
    {
        var pairs = query.Words.Select((word, i) => (Word: i, Pairs: CharacterPairs.Of(word).Where(pair => pair != LastOf(word)).DefaultIfEmpty(word).ToList())).ToList();
        var rarest = await RarestFirstAsync(db, pairs.SelectMany(each => each.Pairs.Select(pair => (each.Word, Pair: pair))).ToList(), ct);
        if (rarest is not [var driver, ..])
            return [];
        var found = await CandidatesAsync(db, query, driver, rarest.Find(pair => pair.Word == driver.Word && pair != driver).Pair, kinds, ct);
        return [.. found
            .GroupBy(row => (row.Kind, row.Record))
            .Select(group => (group.Key, Rank: group.Min(row => query.RankOf(row.Text)), Length: group.Min(row => row.Text.Length)))
            .OrderBy(hit => hit.Rank).ThenBy(hit => hit.Length).ThenBy(hit => hit.Key.Record, StringComparer.OrdinalIgnoreCase)
            .Take(limit)
            .Select(hit => new SearchHit((SearchKind)hit.Key.Kind, Guid.Parse(hit.Key.Record)))];
    }

    static string LastOf(string word) => word.EnumerateRunes().Last().ToString();

    /// <summary>The pairs with the fewest texts first; none when one has no text, so that nothing can be found.</summary>
    static async Task<List<(int Word, string Pair)>> RarestFirstAsync(CrmDb db, List<(int Word, string Pair)> pairs, CancellationToken ct)
    {
        if (pairs.Count == 1)
            return pairs;
        var sql = string.Join(" UNION ALL ", pairs.Select((pair, i)
            => $"SELECT {i} AS \"Index\", (SELECT COUNT(*) FROM (SELECT 1 FROM search_pairs WHERE {IsPair("pair", pair.Pair, 2 * i)} LIMIT {Frequent}) AS p{i}) AS \"Count\""));
        var counts = await db.Database.SqlQueryRaw<PairCount>(sql, [.. pairs.SelectMany(pair => Range(pair.Pair))]).ToListAsync(ct);
        return counts.Exists(count => count.Count == 0)
            ? []
            : [.. counts.OrderBy(count => count.Count).ThenBy(count => count.Index).Select(count => pairs[(int)count.Index])];
    }

    async Task<List<Candidate>> CandidatesAsync(
        CrmDb db, SearchQuery query, (int Word, string Pair) driver, string? second, IReadOnlyCollection<SearchKind> kinds, CancellationToken ct)
    {
        var (contains, id) = database.Provider == DatabaseProvider.Sqlite
            ? ("instr({0}, {1}) > 0", "hex(t.record_id)")
            : ("strpos({0}, {1}) > 0", "CAST(t.record_id AS text)");
        var parameters = new List<object>([.. Range(driver.Pair), query.Words[driver.Word]]);
        var both = second is null ? "" : $" AND EXISTS (SELECT 1 FROM search_pairs AS q WHERE {IsPair("q.pair", second, parameters.Count)} AND q.text_id = p.text_id)";
        if (second is not null)
            parameters.AddRange(Range(second));
        var others = query.Words.Where((_, i) => i != driver.Word).Select(word =>
        {
            parameters.Add(word);
            return $" AND EXISTS (SELECT 1 FROM search_texts AS o WHERE o.record_id = t.record_id AND {string.Format(contains, "o.text", $"{{{parameters.Count - 1}}}")})";
        });
        var sql = $"""
            SELECT t.kind AS "Kind", t.record_id AS "RecordId", {id} AS "Record", t.text AS "Text" FROM search_texts AS t
            WHERE t.id IN (SELECT p.text_id FROM search_pairs AS p WHERE {IsPair("p.pair", driver.Pair, 0)}{both}{AtMost(driver.Pair)})
            AND {string.Format(contains, "t.text", "{2}")}{string.Concat(others)}
            AND ({string.Join(" OR ", kinds.Distinct().Order().Select(IsActive))})
            """;
        var candidates = db.Database.SqlQueryRaw<Candidate>(sql, [.. parameters]);
        return await Seen(db, candidates, kinds).OrderBy(candidate => candidate.Text.Length).ThenBy(candidate => candidate.RecordId)
            .TakeLiteral(MaxCandidates).ToListAsync(ct);
    }

    /// <summary>Of records that the actor doesn't see none takes the place of one that he does.</summary>
    static IQueryable<Candidate> Seen(CrmDb db, IQueryable<Candidate> candidates, IReadOnlyCollection<SearchKind> kinds)
    {
        foreach (var kind in kinds.Distinct())
            candidates = kind switch
            {
                SearchKind.Contact => Seen<Contact>(db, candidates, kind),
                SearchKind.Account => Seen<Account>(db, candidates, kind),
                SearchKind.Unit => Seen<Unit>(db, candidates, kind),
                _ => Seen<User>(db, candidates, kind),
            };
        return candidates;
    }

    static IQueryable<Candidate> Seen<T>(CrmDb db, IQueryable<Candidate> candidates, SearchKind kind) where T : class
    {
        if (db.Policies?.Restrict<T>(db) is not true) return candidates;
        var (number, seen) = ((int)kind, db.Seen<T>().Select(record => EF.Property<Guid>(record, "Id")));
        return candidates.Where(candidate => candidate.Kind != number || seen.Contains(candidate.RecordId));
    }

    static string IsActive(SearchKind kind)
        => $"t.kind = {(int)kind} AND EXISTS (SELECT 1 FROM {TableOf(kind)} AS r WHERE r.id = t.record_id AND r.status = 'ACTIVE')";

    static string TableOf(SearchKind kind) => kind switch
    {
        SearchKind.Contact => "contacts",
        SearchKind.Account => "accounts",
        SearchKind.Unit => "units",
        _ => "users",
    };

    /// <summary>One character may be in every text: only so many of them are ranked.</summary>
    static string AtMost(string pair) => IsOne(pair) ? $" LIMIT {Frequent}" : "";

    static bool IsOne(string pair) => pair.EnumerateRunes().Count() == 1;

    /// <summary>The pair itself, or for one character every pair that it begins. Takes the two parameters of <see cref="Range"/>.</summary>
    static string IsPair(string column, string pair, int parameter) => IsOne(pair)
        ? $"{column} >= {{{parameter}}} AND {column} < {{{parameter + 1}}}"
        : $"{column} = {{{parameter}}}";

    static object[] Range(string pair) => [pair, TextMatch.Successor(pair) ?? "\U0010FFFF"];

    sealed class PairCount
    {
        public long Index { get; init; }
        public long Count { get; init; }
    }

    sealed class Candidate
    {
        public int Kind { get; init; }
        public Guid RecordId { get; init; }
        public string Record { get; init; } = "";
        public string Text { get; init; } = "";
    }
}
