using Crm.Headless.Server.InProcess;

namespace Crm.Headless.Server.Import;

/// <summary>One run over a file: rows are collected per target and sent in the order in which they can refer to each other.</summary>
internal sealed class ImportRun(SourceFile file, IReadOnlyList<ImportTarget> targets, InProcessApi api, RefusedRows refused)
{
    public int Rows { get; private set; }

    /// <exception cref="StartupException">A column that the map mentions isn't there, or the file isn't what it claims to be.</exception>
    public async Task RunAsync(IProgress<(int Rows, double Done)> progress, CancellationToken ct)
    {
        refused.Clear();
        foreach (var (row, done) in file.Read(CheckColumns))
        {
            Rows++;
            Add(row);
            if (targets.Any(target => target.IsFull)) await FlushAsync(ct);
            progress.Report((Rows, done));
        }
        await FlushAsync(ct);
    }

    void CheckColumns(IReadOnlyList<string> heading)
    {
        var missing = targets.SelectMany(target => target.Columns).Distinct().Except(heading).ToList();
        if (missing.Count > 0)
            throw new StartupException($"The map mentions {string.Join(", ", missing.Select(column => $"{{{column}}}"))}, but the columns of the file are {string.Join(", ", heading)}.");
    }

    void Add(SourceRow row)
    {
        if (row.Problem is { } problem)
        {
            refused.Add(row, problem);
            return;
        }
        foreach (var target in targets)
        {
            try
            {
                target.Add(row);
            }
            catch (FormatException e)
            {
                refused.Add(row, $"{target}: {e.Message}");
            }
        }
    }

    async Task FlushAsync(CancellationToken ct)
    {
        foreach (var target in targets)
            foreach (var (row, reason) in await target.FlushAsync(api, ct)) refused.Add(row, reason);
    }
}
