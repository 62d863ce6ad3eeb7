using Crm.Headless.Server.Plugins;
using Microsoft.Extensions.Logging.Console;

namespace Crm.Headless.Server.Cli;

/// <summary>The host's services for a command: configured as the server is, listening to nobody, logging to standard error.</summary>
internal static class CommandHost
{
    /// <summary>Who acts, in the audit log.</summary>
    public const string Actor = "crm";

    public static WebApplication Create(CommandInput input) => CrmHost.Create(input.Configuration, builder =>
    {
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Configuration[PluginSettings.WarmUpSetting] = "false"; // A command reads what it needs, and ends.
    });
}
