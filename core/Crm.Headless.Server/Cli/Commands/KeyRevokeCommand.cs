using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class KeyRevokeCommand : Command
{
    public override string Name => "key revoke";
    public override string Summary => "Takes the admin key away: there is none until \"crm key reset\" makes one.";
    public override string Remarks => "A running server takes it no more within a second, and closes the connections that it opened. API clients and people still come in.";

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync([], ct);
        await app.Services.GetRequiredService<AdminKeys>().RevokeAsync(ct);
        await app.Services.GetRequiredService<AuditLog>().KeyChangedAsync(CrmPrincipal.System(CommandHost.Actor), Name, null, ct);
        await input.Out.WriteLineAsync("There is no admin key any more. \"crm key reset\" makes one.");
        return 0;
    }
}
