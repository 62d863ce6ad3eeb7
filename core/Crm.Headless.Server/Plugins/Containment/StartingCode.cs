namespace Crm.Headless.Server.Plugins.Containment;

/// <summary>Runs what a plugin does while it is taken in. One that doesn't end is left out, where the start or the swap would wait for it forever.</summary>
static class StartingCode
{
    /// <param name="what">Such as <c>its constructor</c>.</param>
    /// <exception cref="PluginException">It took too long.</exception>
    public static T Run<T>(string plugin, string what, TimeSpan limit, Func<T> code)
    {
        var call = Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (((IAsyncResult)call).AsyncWaitHandle.WaitOne(limit)) return call.GetAwaiter().GetResult();
        call.ContinueWith(static late => _ = late.Exception, TaskScheduler.Default);
        throw new PluginException(
            $"Plugin \"{plugin}\" was given up, because {what} took longer than {limit.TotalSeconds:0.#} s. "
            + "It may go on, and keep a processor, until the server is restarted. Ask its author, or remove it.");
    }

    public static void Run(string plugin, string what, TimeSpan limit, Action code) => Run(plugin, what, limit, () =>
    {
        code();
        return true;
    });
}
