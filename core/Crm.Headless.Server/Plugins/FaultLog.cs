using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Schema;
using Crm.Headless.Server.Plugins.Containment;

namespace Crm.Headless.Server.Plugins;

/// <summary>
/// Where the failures of fields go: what was thrown for the client to see to the client, anything else to the log, with the reference
/// that the client was given.
/// </summary>
static class FaultLog
{
    public static ExecutorOptions Attach(IServiceProvider host)
    {
        var log = host.GetRequiredService<ILoggerFactory>().CreateLogger("Crm.Headless.Fields");
        return (host.GetService<ExecutorOptions>() ?? new()) with
        {
            Time = host.GetRequiredService<TimeProvider>(),
            Guard = host.GetService<PluginBreakers>(),
            ErrorOf = static failure => failure is CrmException known ? new(known.Message) { Code = known.Code } : null,
            ReportFault = (error, field, reference) => Write(log, error, field, reference),
        };
    }

    static void Write(ILogger log, Exception error, Field? field, string reference) =>
        log.LogError(
            error, "Field {Field} of {Owner} failed; the client was given the reference {Reference}.",
            field?.Name, field?.Owner, reference);
}
