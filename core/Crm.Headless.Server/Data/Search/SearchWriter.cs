using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Crm.Headless.Server.Data.Search;

/// <summary>Keeps the search index with every write, in its transaction, a few statements for any number of rows.</summary>
static class SearchWriter
{
    public static async Task WriteAsync(CrmDb db, IReadOnlyList<SearchText> changed, CancellationToken ct)
    {
        var sql = SearchSql.For(db.StorageProvider);
        var known = await KnownAsync(db, sql, changed, ct);
        var next = changed.ToDictionary(text => text.Source);
        var outdated = known.Where(text => next.GetValueOrDefault(text.Source) is not { } now || now.Text != text.Text || now.Record != text.Record).ToList();
        if (outdated.Count > 0)
        {
            await RunAsync(db, sql.DeletePairs(outdated.SelectMany(text => CharacterPairs.Of(text.Text).Select(pair => (pair, text.Id)))), ct);
            await RunAsync(db, sql.DeleteTexts(outdated.Select(text => text.Id)), ct);
        }
        var kept = known.Except(outdated).Select(text => text.Source).ToHashSet();
        var added = changed.Where(text => text.Text is not null && !kept.Contains(text.Source)).ToList();
        if (added.Count == 0)
            return;
        var ids = await InsertAsync(db, sql, added, ct);
        await RunAsync(db, sql.InsertPairs(added.SelectMany(text => CharacterPairs.Of(text.Text!).Select(pair => (pair, ids[text.Source])))), ct);
    }

    sealed record Known(long Id, Guid Source, string Text, Guid Record);

    /// <summary>What is stored of the changed rows; of a deleted record everything, because its parts go with it.</summary>
    static async Task<List<Known>> KnownAsync(CrmDb db, SearchSql sql, IReadOnlyList<SearchText> changed, CancellationToken ct)
    {
        var known = new List<Known>();
        await using var command = Command(db, sql.Known(changed.Select(text => text.Source), changed.Where(text => text.Text is null && text.Source == text.Record).Select(text => text.Record)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            known.Add(new Known(reader.GetInt64(0), sql.ReadId(reader, 1), reader.GetString(2), sql.ReadId(reader, 3)));
        return known;
    }

    static async Task<Dictionary<Guid, long>> InsertAsync(CrmDb db, SearchSql sql, IReadOnlyList<SearchText> added, CancellationToken ct)
    {
        var ids = new Dictionary<Guid, long>();
        await using var command = Command(db, sql.InsertTexts(added));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            ids.Add(sql.ReadId(reader, 1), reader.GetInt64(0));
        return ids;
    }

    static async Task RunAsync(CrmDb db, SqlStatement statement, CancellationToken ct)
    {
        await using var command = Command(db, statement);
        await command.ExecuteNonQueryAsync(ct);
    }

    static DbCommand Command(CrmDb db, SqlStatement statement)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        (command.CommandText, command.Transaction) = (statement.Sql, db.Database.CurrentTransaction?.GetDbTransaction());
        for (var i = 0; i < statement.Parameters.Length; i++)
            command.AddParameter($"@p{i}", statement.Parameters[i]);
        return command;
    }
}
