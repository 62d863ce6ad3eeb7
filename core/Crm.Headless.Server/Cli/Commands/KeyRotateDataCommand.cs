using Crm.Headless.Server.Plugins;
using Crm.Headless.Server.Security.DataKeys;

namespace Crm.Headless.Server.Cli.Commands;

internal sealed class KeyRotateDataCommand : Command
{
    const string DropOld = "--drop-old";

    public override string Name => "key rotate-data";
    public override string Summary => "Makes a new data key and encrypts with it all that is stored encrypted.";
    public override string Remarks =>
        """
        Safe while the server runs, which takes the new key within a second; when it is interrupted, run it again and it goes on. Nodes with
        data folders of their own need the file data-keys.json copied: until then they can't read what is encrypted anew. Keys that come
        from the setting Crm:Security:DataKeys are changed there first: the command says how.
        """;

    public override IReadOnlyList<CommandOption> Options =>
        [new(DropOld, null, "Makes no new key, but finishes the work and removes the older keys from data-keys.json. Backups from before need them: keep a copy.")];

    public override async Task<int> RunAsync(CommandInput input, CancellationToken ct)
    {
        await using var app = CommandHost.Create(input);
        await app.Services.GetRequiredService<PluginStart>().StartingAsync(ct);
        var rotation = app.Services.GetRequiredService<DataKeyRotation>();
        if (!input.Has(DropOld)) await input.Out.WriteLineAsync($"The key \"{(await rotation.BeginAsync(ct)).Id}\" encrypts from now on.");
        await rotation.RunAsync(input.Out.WriteLineAsync, ct);
        await input.Out.WriteLineAsync(Outcome(input.Has(DropOld), app.Services.GetRequiredService<DataKeyStore>(), rotation));
        return 0;
    }

    static string Outcome(bool dropsOld, DataKeyStore store, DataKeyRotation rotation)
    {
        if (store.IsConfigured) return $"Nothing needs the older keys any more. Remove them from the setting {DataKeyStore.Setting} on every node.";
        if (!dropsOld) return "Nothing needs the older keys any more. When every node has the new file, remove them with: crm key rotate-data --drop-old";
        return rotation.DropOld() is { Count: > 0 } dropped
            ? $"Removed: {string.Join(", ", dropped)}. Backups from before can't be read without them."
            : "There are no older keys.";
    }
}
