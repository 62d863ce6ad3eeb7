using Crm.Headless.Server.Data;
using Crm.Headless.Server.Security.Audit;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class AuditVerifyCommand : Command
{
    public override string Name => "audit verify";
    public override string Summary => "Recomputes the chain of the audit log and says whether anything was changed, removed or inserted.";
    public override string Remarks =>
        """
        Safe while the server runs. The exit code is 1 when something doesn't fit. Keep the hash that is printed somewhere else: with it
        you can tell later that nobody has shortened or rewritten the log.
        """;

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync([], ct);
        await app.Services.GetRequiredService<DataKeyStart>().OpenAsync(ct);
        var result = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(null, null, ct);
        await input.Out.WriteLineAsync($"{result.Entries:N0} entries in {result.Blocks:N0} blocks were looked at; the last block's hash is {result.Hash ?? "none"}.");
        if (result.AnchorsThrough is { } anchors) await input.Out.WriteLineAsync($"Up to block {anchors} only the blocks are there: retention removed the entries.");
        await input.Out.WriteLineAsync(result.IsIntact ? "The audit log is intact." : $"The audit log is broken at block {result.BrokenBlock}: {result.Problem}");
        return result.IsIntact ? 0 : CommandLine.Failed;
    }
}
