using System.Diagnostics;
using Crm.Headless.Server.Faults;

namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>
/// Lets go of the services of plugins. Their <c>Dispose</c> may fail, or not end: neither keeps what comes after it from being done, nor hides why
/// they had to go.
/// </summary>
static class EndingCode
{
    /// <param name="services">What a generation made, by core and plugins.</param>
    /// <param name="plugins">The ids of its plugins.</param>
    public static async Task DisposeAsync(ServiceProvider services, IEnumerable<string> plugins)
    {
        var limit = services.GetRequiredService<PluginLimits>().Start;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EndingCode));
        var text = services.GetRequiredService<FaultText>();
        // On a thread of its own: what blocks there keeps none of the pool's.
        var ending = Task.Factory.StartNew(
            () => services.DisposeAsync().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            await ending.WaitAsync(limit);
        }
        catch (TimeoutException) when (!ending.IsCompleted)
        {
            _ = ending.ContinueWith(static late => _ = late.Exception, TaskScheduler.Default);
            log.LogError(
                "Services of one of the plugins {Plugins} took longer than {Seconds} s to be disposed of, and aren't waited for any more. "
                + "Their code may stay in memory until the server is restarted. Ask the author.",
                string.Join(", ", plugins), limit.TotalSeconds);
        }
        catch (Exception fault)
        {
            log.LogError(
                text.For(fault), "A service of plugin {Plugin} failed when it was disposed of, and others may not have been. Ask its author.",
                PluginOf(fault) ?? string.Join(" or ", plugins));
        }
    }

    /// <summary>The one whose code threw it, as far as that can be told.</summary>
    static string? PluginOf(Exception fault) => new StackTrace(fault.GetBaseException()).GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType is { } type ? PluginLoadContext.OwnerOf(type)?.Id : null)
        .FirstOrDefault(id => id is not null);
}
