using System.Globalization;
using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>
/// Steps of a job that deals with accounts until none is due. One that fails keeps no other waiting: after a failure accounts are taken one
/// by one, and one that fails alone is left out until the next run. When all others are dealt with, the run says which ones these are, and
/// why.
/// </summary>
sealed class DueAccounts
{
    const int Step = 100;
    const int Named = 10;

    readonly JobRun _run;
    readonly List<(Guid Id, string Why)> _leftOut;
    int _alone;

    DueAccounts(JobRun run)
    {
        var lines = (run.State ?? "0").Split('\n');
        (_run, _leftOut) = (run, [.. lines.Skip(1).Select(line => (Guid.Parse(line.AsSpan(0, 36)), line[36..]))]);
        _alone = run.Attempts > 0 ? Step : int.Parse(lines[0], CultureInfo.InvariantCulture);
    }

    /// <param name="run">Its state is how many accounts are still taken alone, and a line for each one that is left out.</param>
    /// <param name="due">Those that are due, the most urgent first. Who is dealt with isn't among them any more.</param>
    /// <param name="deal">Deals with some of them.</param>
    public static Task<JobStep> StepAsync(
        JobRun run, IQueryable<LoyaltyAccount> due, Func<List<LoyaltyAccount>, Task> deal, CancellationToken ct) =>
        new DueAccounts(run).StepAsync(due, deal, ct);

    async Task<JobStep> StepAsync(IQueryable<LoyaltyAccount> due, Func<List<LoyaltyAccount>, Task> deal, CancellationToken ct)
    {
        var (most, leftOut) = (_alone > 0 ? 1 : Step, _leftOut.ConvertAll(account => account.Id));
        var accounts = await due.Where(account => !EF.Parameter(leftOut).Contains(account.Id)).Take(most).ToListAsync(ct);
        if (_run.Attempts > 1 && accounts is [var culprit]) LeaveOut(culprit);
        else await DealAsync(accounts, deal);
        _alone = Math.Max(0, _alone - 1);
        _run.State = string.Join('\n', [$"{_alone}", .. _leftOut.Select(account => $"{account.Id}{account.Why}")]);
        if (accounts.Count == most) return JobStep.More;
        _run.Problem = Problem();
        return JobStep.Done;
    }

    async Task DealAsync(List<LoyaltyAccount> accounts, Func<List<LoyaltyAccount>, Task> deal)
    {
        await deal(accounts);
        _run.Done += accounts.Count;
    }

    // It was the first of all when it was taken alone and failed, and is still.
    void LeaveOut(LoyaltyAccount account) => _leftOut.Add((account.Id, $" {_run.LastError?.ReplaceLineEndings(" ")}"));

    string? Problem() => _leftOut.Count == 0
        ? null
        : $"{_leftOut.Count} of the accounts that are due could not be dealt with, and will be tried again in the next run. "
            + $"Look at them with loyaltyReconcile and in the server's log: {string.Join("; ", _leftOut.Take(Named).Select(Told))}"
            + (_leftOut.Count > Named ? "; …" : "");

    static string Told((Guid Id, string Why) account) => GlobalId.Format(nameof(LoyaltyAccount), account.Id) + account.Why;
}
