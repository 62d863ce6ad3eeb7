namespace Crm.Headless.Server.Input;

/// <summary>The rows of a bulk mutation: each is taken or refused by itself.</summary>
sealed class Bulk<TDraft, TRecord> where TRecord : class
{
    readonly List<(int Index, TDraft Draft)> _readable = [];

    Bulk(int count) => Results = new RowResult<TRecord>[count];

    /// <summary>One per row.</summary>
    public RowResult<TRecord>[] Results { get; }

    /// <summary>The rows that could be read.</summary>
    public IReadOnlyList<TDraft> Drafts => [.. _readable.Select(row => row.Draft)];

    public static Bulk<TDraft, TRecord> Read<TInput>(IReadOnlyList<TInput> rows, FieldPath at, Func<TInput, FieldPath, TDraft> read)
    {
        Limit.Check(rows.Count, Limit.Rows, at);
        var bulk = new Bulk<TDraft, TRecord>(rows.Count);
        foreach (var (row, i) in rows.Select((row, i) => (row, i))) bulk.Read(i, () => read(row, at[i]));
        return bulk;
    }

    /// <summary>Takes the readable rows in their order; a refusal is the result of its row alone.</summary>
    public async Task TakeAsync(Func<TDraft, Task<(TRecord Record, RowOutcome Outcome)>> take)
    {
        foreach (var (index, draft) in _readable)
        {
            try
            {
                var (record, outcome) = await take(draft);
                Results[index] = new(record, outcome, null);
            }
            catch (InputException e)
            {
                Results[index] = new(null, null, RowError.Of(e));
            }
        }
    }

    public int Count(RowOutcome outcome) => Results.Count(result => result.Outcome == outcome);

    public int Refused => Results.Count(result => result.Error is not null);

    void Read(int index, Func<TDraft> read)
    {
        try
        {
            _readable.Add((index, read()));
        }
        catch (InputException e)
        {
            Results[index] = new(null, null, RowError.Of(e));
        }
    }
}

/// <summary>What became of a row.</summary>
readonly record struct RowResult<TRecord>(TRecord? Record, RowOutcome? Outcome, RowError? Error);
