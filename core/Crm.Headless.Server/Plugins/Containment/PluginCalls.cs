using Crm.Headless.GraphQL.Execution;

namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>Calls code of plugins that is no field, within the same limits: its time, its plugin's turns and breaker.</summary>
sealed class PluginCalls(IServiceProvider host, PluginBreakers breakers)
{
    readonly ExecutorOptions _options = FaultLog.Attach(host);

    /// <param name="plugin">Whose code it is.</param>
    /// <param name="what">For messages, such as "The health of".</param>
    /// <param name="work">The call.</param>
    /// <param name="goesOn">Is given a call that doesn't end when its time is over, and uses what it was given until then.</param>
    /// <exception cref="PluginUnavailableException">The plugin isn't called now.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="Exception">Whatever it throws.</exception>
    public async Task<T> RunAsync<T>(string plugin, string what, Func<CancellationToken, Task<T>> work, Action<Task> goesOn, CancellationToken ct)
    {
        var (breaker, meter) = (breakers.Of(plugin), new FieldMeter());
        if (breaker.WhyNot(meter) is { } reason) throw new PluginUnavailableException(reason);
        var start = _options.Time.GetTimestamp();
        using var timer = new CancellationTokenSource(_options.MaxPluginFieldTime, _options.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        var token = limit.Token; // Who goes on when it is over still asks for it.
        var call = Task.Run(() => breaker.Turns.RunAsync(work, meter, token), CancellationToken.None);
        var outcome = FieldOutcome.Answered;
        try
        {
            return await call.WaitAsync(token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            outcome = FieldOutcome.TimedOut;
            throw new TimeoutException($"{what} plugin \"{plugin}\" took longer than {_options.MaxPluginFieldTime.TotalSeconds:0.###} s.");
        }
        catch (Exception failure)
        {
            outcome = ct.IsCancellationRequested ? FieldOutcome.LeftAlone : failure is CrmException ? FieldOutcome.Answered : FieldOutcome.Failed;
            throw;
        }
        finally
        {
            if (!call.IsCompleted) goesOn(Silence(call));
            breaker.Ended(outcome, _options.Time.GetElapsedTime(start), meter, call.IsCompleted ? null : call);
        }
    }

    // Nobody waits any more: a failure that comes later must not come up as unobserved.
    static Task Silence(Task call) =>
        call.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}

/// <summary>The plugin isn't called now.</summary>
sealed class PluginUnavailableException(string reason) : Exception(reason);
