using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Running;

/// <summary>
/// Calls code of plugins on a thread of its own, behind the plugin's breaker and within its time: code that never returns doesn't hold up
/// the rest of the answer.
/// </summary>
/// <param name="run">Its end ends the calls.</param>
sealed class PluginCalls(ExecutorOptions options, AbandonedCalls abandoned, FieldCosts? costs, FaultReport faults, CancellationToken run)
{
    /// <param name="work">Takes turns for the threads that it uses.</param>
    /// <param name="isFailure">Of a result; null: none is.</param>
    /// <exception cref="PluginRefusedException">Its breaker is open.</exception>
    /// <exception cref="PluginTimeoutException">It is given up on.</exception>
    public async Task<T> CallAsync<T>(PluginCode code, Func<FieldTurns, CancellationToken, Task<T>> work, Func<T, bool>? isFailure = null)
    {
        var (meter, guard, limit) = (new FieldMeter(), options.Guard, options.MaxPluginFieldTime);
        if (guard?.WhyNot(code.Plugin, meter) is { } reason) throw new PluginRefusedException(code.Plugin, reason);
        using var timer = new RunTimeLimit(limit, options.Time, run);
        var (start, token) = (options.Time.GetTimestamp(), timer.Token); // Who goes on when it is over still asks for the token.
        var call = Task.Run(() => CallAsync(code, work, meter, token), CancellationToken.None);
        var outcome = FieldOutcome.Answered;
        try
        {
            var result = await call.WaitAsync(token);
            if (isFailure?.Invoke(result) == true) outcome = FieldOutcome.Failed;
            return result;
        }
        catch (Exception failure)
        {
            if (!call.IsCompleted) abandoned.Add(call);
            outcome = OutcomeOf(failure, timer);
            if (outcome == FieldOutcome.TimedOut) throw new PluginTimeoutException(code.Plugin, code.What, limit);
            throw;
        }
        finally
        {
            var time = options.Time.GetElapsedTime(start);
            costs?.Add(code.Plugin, code.Coordinate, time, meter);
            guard?.Ended(code.Plugin, outcome, time, meter, call.IsCompleted ? null : call);
        }
    }

    async Task<T> CallAsync<T>(PluginCode code, Func<FieldTurns, CancellationToken, Task<T>> work, FieldMeter meter, CancellationToken ct)
    {
        var isWithinCall = FieldMeter.Current is not null;
        FieldMeter.Current = meter;
        var turns = options.Guard?.TurnsOf(code.Plugin) ?? new(1, 1);
        // Whoever has a turn already would wait for those who wait for it.
        using var turn = isWithinCall ? default : await turns.CallAsync(ct);
        return await work(turns, ct);
    }

    FieldOutcome OutcomeOf(Exception failure, RunTimeLimit timer)
    {
        if (failure is OperationCanceledException && timer.IsOver) return FieldOutcome.TimedOut;
        if (run.IsCancellationRequested) return FieldOutcome.LeftAlone;
        return faults.IsExpected(failure) ? FieldOutcome.Answered : FieldOutcome.Failed;
    }
}

/// <summary>A piece of a plugin's code.</summary>
/// <param name="What">For messages, such as <c>The field "loyalty"</c>.</param>
/// <param name="Coordinate">For the cost report, such as <c>Contact.loyalty</c>.</param>
readonly record struct PluginCode(Owner Plugin, string What, string Coordinate);
