using Crm.Headless.Server.Demo;
using Crm.Headless.Server.Faults;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class ServeCommand : Command
{
    const string Demo = "--demo";

    public override string Name => "serve";
    public override string Summary => "Serves the API and the explorer (the default).";
    public override string Remarks =>
        $"""
        It migrates the database, loads the plugins and listens on {HostDefaults.Address}, or where ASPNETCORE_URLS says.
        Ctrl+C stops it: requests in flight finish first.
        """;

    public override IReadOnlyList<CommandOption> Options => [new(Demo, null, "Fills an empty database with demonstration data.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CrmHost.Create(input.Configuration, builder =>
        {
            if (!input.Has(Demo)) return;
            builder.Services.AddHostedService<DemoStart>();
            builder.Configuration[FaultText.Setting] ??= "true"; // The people of the demonstration are invented, and somebody tries things out.
            builder.Configuration[PluginSettings.AutoEnableSetting] ??= "true";
            builder.Configuration[PluginSettings.WatchSetting] ??= "true";
        });
        try
        {
            await app.StartAsync(ct);
            await Welcome.WriteAsync(app, input.Out);
        }
        finally
        {
            await Welcome.WriteKeyAsync(app, input.Out);
        }
        await app.WaitForShutdownAsync(ct);
        return 0;
    }
}
