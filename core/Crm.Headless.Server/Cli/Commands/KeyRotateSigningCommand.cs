using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security;
using Crm.Headless.Server.Security.Audit;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class KeyRotateSigningCommand : Command
{
    const string AtOnce = "--at-once";

    public override string Name => "key rotate-signing";
    public override string Summary => "Makes a new key that signs access tokens; those before it only check, until their last token has expired.";
    public override string Remarks => "A running server signs with it within a second.";

    public override IReadOnlyList<CommandOption> Options =>
        [new(AtOnce, null, "Takes no token of the keys before it any more: for a key that somebody may have seen.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<PluginStart>().StartingAsync(ct);
        var key = await app.Services.GetRequiredService<SigningKeys>().RotateAsync(input.Has(AtOnce), ct);
        var detail = input.Has(AtOnce) ? $"{key:N}, at once" : $"{key:N}";
        await app.Services.GetRequiredService<AuditLog>().KeyChangedAsync(CrmPrincipal.System(CommandHost.Actor), Name, detail, ct);
        await input.Out.WriteLineAsync($"The key {key:N} signs from now on.");
        return 0;
    }
}
