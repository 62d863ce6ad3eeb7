using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class KeyResetCommand : Command
{
    public override string Name => "key reset";
    public override string Summary => "Makes a new admin key; the old one is worth nothing from then on.";
    public override string Remarks => "A running server takes the new key within a second and closes the connections that the old one opened.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync([], ct);
        var key = await app.Services.GetRequiredService<AdminKeys>().ResetAsync(ct);
        await app.Services.GetRequiredService<AuditLog>().KeyChangedAsync(CrmPrincipal.System(CommandHost.Actor), Name, null, ct);
        await input.Out.WriteLineAsync(key);
        await input.Error.WriteLineAsync("This is the new admin key. It is stored hashed and shown only now.");
        return 0;
    }
}
