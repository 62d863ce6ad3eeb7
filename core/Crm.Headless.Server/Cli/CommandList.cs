using Crm.Headless.Server.Cli.Commands;

namespace Crm.Headless.Server.Cli;

/// <summary>Every command, in the order of the help. A new one is added here and nowhere else.</summary>
internal static class CommandList
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new ServeCommand(),
        new ImportCommand(),
        new SchemaCommand(),
        new AccessCommand(),
        new PluginNewCommand(),
        new PluginPackCommand(),
        new PluginListCommand(),
        new PluginPlanCommand(),
        new PluginInstallCommand(),
        PluginSwitchCommand.Enable,
        PluginSwitchCommand.Disable,
        new PluginRemoveCommand(),
        new PluginExportCommand(),
        new PluginSettingsCommand(),
        new MigrateCommand(),
        new BackupCommand(),
        new EventsListCommand(),
        new EventsRetryCommand(),
        new EventsReplayCommand(),
        new ClientCreateCommand(),
        new ClientListCommand(),
        new ClientKeyCommand(),
        new ClientRevokeCommand(),
        new ClientDisableCommand(),
        new ClientEnableCommand(),
        new AuditVerifyCommand(),
        new KeyResetCommand(),
        new KeyRevokeCommand(),
        new KeyRotateSigningCommand(),
        new KeyRotateDataCommand(),
        new VersionCommand(),
    ];
}
